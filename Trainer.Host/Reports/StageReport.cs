using Trainer.Core.Telemetry;

namespace Trainer.Host.Reports;

/// <summary>One stage of a pipeline. The seconds are added up over its workers.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Workers">How many chunks it may work on at the same time.</param>
/// <param name="Items">Images it has finished.</param>
/// <param name="BusySeconds">Working time.</param>
/// <param name="StarvedSeconds">Idle time for want of input; of the queue, time in which it was empty.</param>
/// <param name="BlockedSeconds">
/// Idle time because finished work found no room; of the queue, time in which it was full.
/// </param>
internal sealed record StageReport(
    string Name, int Workers, long Items, double BusySeconds, double StarvedSeconds, double BlockedSeconds)
{
    /// <summary>Bytes of its output.</summary>
    public long Bytes { get; init; }

    /// <summary>Bad rows, and work that ended with an exception.</summary>
    public long Failures { get; init; }

    /// <summary>
    /// Microseconds per image that half of the chunks took at most; of the queue, of the consumer's wait per batch.
    /// </summary>
    public double P50Microseconds { get; init; }

    /// <summary>As <see cref="P50Microseconds"/>, for 95 of 100.</summary>
    public double P95Microseconds { get; init; }

    /// <summary>As <see cref="P50Microseconds"/>, for 99 of 100.</summary>
    public double P99Microseconds { get; init; }

    /// <summary>Entries before the stage in the mean over time.</summary>
    public double QueueDepthMean { get; init; }

    /// <summary>The most entries before the stage.</summary>
    public int QueueDepthMax { get; init; }

    /// <summary>The most entries that may be there.</summary>
    public int QueueCapacity { get; init; }

    /// <summary>The report of a stage.</summary>
    public static StageReport Of(StageStatistics stage) => new(
        stage.Name,
        stage.Workers,
        stage.Items,
        stage.Busy.TotalSeconds,
        stage.Starved.TotalSeconds,
        stage.Blocked.TotalSeconds)
    {
        Bytes = stage.Bytes,
        Failures = stage.Failures,
        P50Microseconds = stage.ServiceTime.P50Microseconds,
        P95Microseconds = stage.ServiceTime.P95Microseconds,
        P99Microseconds = stage.ServiceTime.P99Microseconds,
        QueueDepthMean = stage.QueueDepth.Mean,
        QueueDepthMax = stage.QueueDepth.Max,
        QueueCapacity = stage.QueueCapacity,
    };
}
