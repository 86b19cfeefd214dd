namespace Trainer.Core.Training.Sources;

/// <summary>How the batches of a source are to be read.</summary>
/// <param name="BatchSize">Samples per batch, where the source leaves that open: data in memory.</param>
/// <param name="Shuffle">Whether data in memory is put in a new order in each epoch.</param>
/// <param name="Seed">Seeds that order.</param>
/// <param name="Steps">The batches of an epoch; null for as many as the source has.</param>
/// <param name="Ahead">
/// Where to copy a pipeline's batches ahead of their steps; null to leave them where they are.
/// </param>
internal sealed record ReadingPlan(
    int BatchSize, bool Shuffle = false, ulong Seed = 0, int? Steps = null, ReadingAhead? Ahead = null);
