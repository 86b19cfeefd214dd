namespace Trainer.Core.Telemetry;

/// <summary>The workers of a stage, or of the stages that share them.</summary>
/// <param name="Stage">The stage that takes most of their time.</param>
/// <param name="Name">
/// What the workers are called in the settings: parse workers read as well, where rows can be read in any order.
/// </param>
/// <param name="Workers">How many there are.</param>
/// <param name="MaxWorkers">How many there can be.</param>
/// <param name="SecondsPerItem">Their working time per sample; above 0.</param>
internal readonly record struct WorkerPool(
    string Stage, string Name, int Workers, int MaxWorkers, double SecondsPerItem)
{
    /// <summary>The samples per second that they can do.</summary>
    public double Capacity => Workers / SecondsPerItem;

    /// <summary>The pools of a pipeline that have done anything.</summary>
    public static IReadOnlyList<WorkerPool> Of(PipelineStatistics pipeline) =>
    [
        .. pipeline.Stages
            .Where(stage => stage.Items > 0 && stage.Busy > TimeSpan.Zero)
            .GroupBy(stage => stage.Pool, StringComparer.Ordinal)
            .Select(pool => new WorkerPool(
                pool.MaxBy(stage => stage.Busy)!.Name,
                pool.Key,
                pool.Max(stage => stage.Workers),
                pool.Max(stage => stage.MaxWorkers),
                pool.Sum(stage => stage.SecondsPerItem))),
    ];

    /// <summary>How many workers a rate takes.</summary>
    /// <param name="samplesPerSecond">The rate.</param>
    public int WorkersFor(double samplesPerSecond)
    {
        // A hair above a whole number is the clock's noise and no reason for one worker more.
        const double Noise = 0.02;
        return (int)Math.Clamp(Math.Ceiling((samplesPerSecond * SecondsPerItem) - Noise), 1, int.MaxValue);
    }
}
