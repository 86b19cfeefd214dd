namespace Trainer.Core.Data;

/// <summary>One labelled image of a user's own sequence.</summary>
/// <param name="Pixels">
/// Row-major H×W×C bytes, 0–255. Read before the sequence is asked for the next sample, and then no more.
/// </param>
/// <param name="Label">The label, one of the data set's classes.</param>
/// <param name="Extras">A number for each of the data set's extra names; read as the pixels are.</param>
public readonly record struct Sample(ReadOnlyMemory<byte> Pixels, string Label, ReadOnlyMemory<float> Extras = default);
