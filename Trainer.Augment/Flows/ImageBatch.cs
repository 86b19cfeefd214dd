namespace Trainer.Augment.Flows;

/// <summary>One batch out of an array. Its memory is its own.</summary>
/// <param name="Images">The processed images, one after the other.</param>
/// <param name="Labels">Their labels; empty when there are none.</param>
/// <param name="Indices">The 0-based places of the samples in the array.</param>
public sealed record ImageBatch(float[] Images, int[] Labels, int[] Indices);
