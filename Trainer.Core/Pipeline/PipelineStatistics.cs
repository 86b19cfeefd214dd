namespace Trainer.Core.Pipeline;

/// <summary>What a pipeline and its consumer have done so far.</summary>
/// <param name="Stages">The stages, in the direction of flow.</param>
/// <param name="BatchesTaken">Batches that the consumer has taken.</param>
/// <param name="SamplesTaken">Samples in them.</param>
/// <param name="ReadyTakes">Takes that found a finished batch waiting.</param>
/// <param name="ConsumerWait">How long the consumer waited for the others.</param>
public sealed record PipelineStatistics(
    IReadOnlyList<StageStatistics> Stages,
    long BatchesTaken,
    long SamplesTaken,
    long ReadyTakes,
    TimeSpan ConsumerWait)
{
    /// <summary>Data readiness: the share of takes that found a batch ready, 0 to 1.</summary>
    public double Readiness => BatchesTaken == 0 ? 1 : (double)ReadyTakes / BatchesTaken;
}
