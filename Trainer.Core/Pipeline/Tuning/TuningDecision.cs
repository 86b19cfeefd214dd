namespace Trainer.Core.Pipeline.Tuning;

/// <summary>What the tuner has decided.</summary>
/// <param name="Workers">The workers for the next epoch.</param>
/// <param name="Reason">Why, in one sentence with the figures it follows from.</param>
public sealed record TuningDecision(WorkerSplit Workers, string Reason);
