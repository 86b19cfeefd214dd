namespace Trainer.Core.Models;

/// <summary>One layer of a <see cref="ModelSummary"/>.</summary>
/// <param name="Name">Its path in the network, such as <c>layers.block1_conv1</c>.</param>
/// <param name="Type">Its type, such as <c>Conv2d</c>.</param>
/// <param name="OutputShape">
/// What it gives for a batch of one image, the batch first; null when the network did not call it.
/// </param>
/// <param name="Parameters">How many weights it has by itself, running statistics included.</param>
public sealed record LayerSummary(string Name, string Type, IReadOnlyList<long>? OutputShape, long Parameters);
