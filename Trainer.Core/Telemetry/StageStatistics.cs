using System.Diagnostics;

namespace Trainer.Core.Telemetry;

/// <summary>What a stage has done so far. The three times are added up over its workers.</summary>
/// <remarks>
/// <para>
/// The stages are <c>read</c>; <c>parse</c>, which for image folders decodes and resizes; <c>augment</c>; and
/// <c>batch</c>. The queue of finished batches has the same figures under the name <c>prefetch</c>: nobody works there
/// (<see cref="Workers"/> and <see cref="Busy"/> are 0), it is starved while it is empty and blocked while it is full,
/// and its service time is what the consumer waited for each batch.
/// </para>
/// </remarks>
/// <param name="Name">The stage.</param>
/// <param name="Workers">How many chunks it may work on at the same time.</param>
/// <param name="Items">Samples it has finished.</param>
/// <param name="Busy">Working time.</param>
/// <param name="Starved">Time that workers were idle for want of input.</param>
/// <param name="Blocked">Time that workers were idle because finished work found no room.</param>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed record StageStatistics(
    string Name, int Workers, long Items, TimeSpan Busy, TimeSpan Starved, TimeSpan Blocked)
{
    private readonly string? _pool;

    /// <summary>The most workers that the stage can have: 1 where its work is not divided.</summary>
    public int MaxWorkers { get; init; } = 1;

    /// <summary>
    /// Whose workers do the work: stages of the same pool share them. The stage's own name as a rule.
    /// </summary>
    public string Pool { get => _pool ?? Name; init => _pool = value; }

    /// <summary>
    /// Bytes of its output: of <c>read</c> the records, of <c>parse</c> decoded pixels, of the others float images.
    /// </summary>
    public long Bytes { get; init; }

    /// <summary>Bad rows, and work that ended with an exception.</summary>
    public long Failures { get; init; }

    /// <summary>
    /// The working time of a sample: of each chunk, the mean over its samples. The queue's is the consumer's wait for a
    /// batch.
    /// </summary>
    public ServiceTimes ServiceTime { get; init; } = ServiceTimes.None;

    /// <summary>The entries that wait for the stage: chunks; in the prefetch queue, finished batches.</summary>
    public QueueDepth QueueDepth { get; init; } = QueueDepth.None;

    /// <summary>The most entries that may wait; 0 where nothing waits before the stage.</summary>
    public int QueueCapacity { get; init; }

    /// <summary>The share of its workers' time in which they worked, 0 to 1.</summary>
    public double Utilization => Share(Busy);

    /// <summary>The share of its workers' time in which they had no input, 0 to 1.</summary>
    public double StarvedShare => Share(Starved);

    /// <summary>The share of its workers' time in which finished work found no room, 0 to 1.</summary>
    public double BlockedShare => Share(Blocked);

    /// <summary>Working time per sample, in seconds; 0 before the first one.</summary>
    public double SecondsPerItem => Items == 0 ? 0 : Busy.TotalSeconds / Items;

    private string DebuggerDisplay =>
        $"{Name}: {Items} samples, {Workers} workers, {Utilization:P0} busy, {StarvedShare:P0} starved, "
            + $"{BlockedShare:P0} blocked";

    /// <summary>What it has done after an earlier moment.</summary>
    /// <param name="earlier">The stage's figures of that moment.</param>
    public StageStatistics Since(StageStatistics earlier) => this with
    {
        Items = Items - earlier.Items,
        Busy = Busy - earlier.Busy,
        Starved = Starved - earlier.Starved,
        Blocked = Blocked - earlier.Blocked,
        Bytes = Bytes - earlier.Bytes,
        Failures = Failures - earlier.Failures,
        ServiceTime = ServiceTime.Since(earlier.ServiceTime),
        QueueDepth = QueueDepth.Since(earlier.QueueDepth),
    };

    private double Share(TimeSpan part)
    {
        TimeSpan all = Busy + Starved + Blocked;
        return all == TimeSpan.Zero ? 0 : part / all;
    }
}
