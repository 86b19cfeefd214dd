namespace Trainer.Augment;

/// <summary>Which sample of which epoch: the key of every random draw.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Epoch">The 0-based epoch.</param>
/// <param name="Index">The 0-based index of the sample in the data set.</param>
/// <remarks>
/// The same key gives the same parameters on every machine, whatever thread draws them and in whatever order.
/// </remarks>
public readonly record struct SampleKey(ulong Seed, int Epoch, long Index);
