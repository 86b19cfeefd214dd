using static TorchSharp.torch;

namespace Trainer.Core.Checkpoints;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Name">Its name, such as <c>layers.block1_conv1.weight</c>.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Shape">Its dimensions; empty for a single value.</param>
/// <param name="Offset">Where its bytes start, counted from the end of the header.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record SafeTensorsEntry(
    string Name, ScalarType Type, IReadOnlyList<long> Shape, long Offset, long Length);
