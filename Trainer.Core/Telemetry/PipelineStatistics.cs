namespace Trainer.Core.Telemetry;

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
    /// <summary>The queue of finished batches, as a stage.</summary>
    public StageStatistics Prefetch { get; init; } = new(
        StageNames.Prefetch, 0, 0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The stages and, behind them, the prefetch queue: the rows of a table.</summary>
    public IReadOnlyList<StageStatistics> Rows => [.. Stages, Prefetch];

    /// <summary>The most workers at work at the same moment, by the options; null if they do not limit them.</summary>
    public int? WorkerBudget { get; init; }

    /// <summary>The time since the pipeline was started; of a difference, the time between the two.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Data readiness: the share of takes that found a batch ready, 0 to 1.</summary>
    public double Readiness => BatchesTaken == 0 ? 1 : (double)ReadyTakes / BatchesTaken;

    /// <summary>Samples that the consumer took per second; 0 if no time has passed.</summary>
    public double SamplesPerSecond => Elapsed <= TimeSpan.Zero ? 0 : SamplesTaken / Elapsed.TotalSeconds;

    /// <summary>
    /// What was done after an earlier moment: the last second for a view, all but the warm-up for a profile.
    /// </summary>
    /// <param name="earlier">The same pipeline's figures of that moment.</param>
    public PipelineStatistics Since(PipelineStatistics earlier) => this with
    {
        Stages = [.. Stages.Zip(earlier.Stages, (now, before) => now.Since(before))],
        Prefetch = Prefetch.Since(earlier.Prefetch),
        BatchesTaken = BatchesTaken - earlier.BatchesTaken,
        SamplesTaken = SamplesTaken - earlier.SamplesTaken,
        ReadyTakes = ReadyTakes - earlier.ReadyTakes,
        ConsumerWait = ConsumerWait - earlier.ConsumerWait,
        Elapsed = Elapsed - earlier.Elapsed,
    };
}
