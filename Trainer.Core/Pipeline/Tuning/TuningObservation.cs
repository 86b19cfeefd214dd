using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline.Tuning;

/// <summary>What was seen of a pipeline and its trainer over an epoch.</summary>
/// <param name="Workers">The workers that there were.</param>
/// <param name="ReadSeconds">What reading a sample takes one worker.</param>
/// <param name="ParseSeconds">What parsing a sample takes one worker.</param>
/// <param name="AugmentSeconds">What augmenting a sample takes one worker.</param>
/// <param name="SamplesPerSecond">Samples that the trainer took, per second of the epoch.</param>
/// <param name="WaitShare">The share of the epoch that it waited for them, 0 to 1.</param>
/// <param name="Readiness">The share of takes that found a batch ready, 0 to 1.</param>
public sealed record TuningObservation(
    WorkerSplit Workers,
    double ReadSeconds,
    double ParseSeconds,
    double AugmentSeconds,
    double SamplesPerSecond,
    double WaitShare,
    double Readiness)
{
    /// <summary>Samples per second that the trainer would take if it never waited.</summary>
    public double Pace => SamplesPerSecond / Math.Max(1 - WaitShare, 1e-6);

    /// <summary>What lies between two readings of a pipeline's statistics.</summary>
    /// <param name="before">The earlier reading.</param>
    /// <param name="after">The later one.</param>
    /// <param name="elapsed">The time between them in which the trainer trained, above zero.</param>
    /// <param name="waited">How much of that it waited for data.</param>
    /// <param name="workers">The workers that there were.</param>
    public static TuningObservation Between(
        PipelineStatistics before, PipelineStatistics after, TimeSpan elapsed, TimeSpan waited, WorkerSplit workers)
    {
        long batches = Math.Max(after.BatchesTaken - before.BatchesTaken, 1);
        return new TuningObservation(
            workers,
            Seconds(StageNames.Read),
            Seconds(StageNames.Parse),
            Seconds(StageNames.Augment),
            (after.SamplesTaken - before.SamplesTaken) / elapsed.TotalSeconds,
            Math.Clamp(waited / elapsed, 0, 1),
            (double)(after.ReadyTakes - before.ReadyTakes) / batches);

        double Seconds(string name)
        {
            StageStatistics old = Find(before, name);
            StageStatistics now = Find(after, name);
            return (now.Busy - old.Busy).TotalSeconds / Math.Max(now.Items - old.Items, 1);
        }

        static StageStatistics Find(PipelineStatistics statistics, string name) =>
            statistics.Stages.First(stage => string.Equals(stage.Name, name, StringComparison.Ordinal));
    }
}
