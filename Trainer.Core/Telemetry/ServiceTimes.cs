namespace Trainer.Core.Telemetry;

/// <summary>
/// How long pieces of work took: their number, their mean and their percentiles, as they stood at one moment.
/// </summary>
/// <remarks>The percentiles come from buckets a sixteenth of their value wide: they are right within 4 %.</remarks>
public sealed class ServiceTimes
{
    private readonly long[] _counts;
    private readonly long _totalNanoseconds;

    /// <summary>Takes over a copy of a recorder's figures.</summary>
    internal ServiceTimes(long[] counts, long totalNanoseconds)
    {
        _counts = counts;
        _totalNanoseconds = totalNanoseconds;
        Count = counts.Sum();
    }

    /// <summary>Nothing was measured.</summary>
    public static ServiceTimes None { get; } = new([], 0);

    /// <summary>How many pieces of work were measured.</summary>
    public long Count { get; }

    /// <summary>Microseconds in the mean; 0 if nothing was measured.</summary>
    public double MeanMicroseconds => Count == 0 ? 0 : _totalNanoseconds / 1000.0 / Count;

    /// <summary>Microseconds that half of the pieces took at most.</summary>
    public double P50Microseconds => PercentileMicroseconds(0.50);

    /// <summary>Microseconds that 95 of 100 pieces took at most.</summary>
    public double P95Microseconds => PercentileMicroseconds(0.95);

    /// <summary>Microseconds that 99 of 100 pieces took at most.</summary>
    public double P99Microseconds => PercentileMicroseconds(0.99);

    /// <summary>Microseconds that a share of the pieces took at most; 0 if nothing was measured.</summary>
    /// <param name="share">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public double PercentileMicroseconds(double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is from 0 to 1.");
        }

        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            rank -= _counts[bucket];
            if (rank <= 0)
            {
                return ServiceTimeRecorder.MiddleOf(bucket) / 1000;
            }
        }

        return 0;
    }

    /// <summary>What was measured after an earlier moment.</summary>
    /// <param name="earlier">The figures of that moment, of the same stage.</param>
    public ServiceTimes Since(ServiceTimes earlier)
    {
        long[] counts = [.. _counts];
        for (int bucket = 0; bucket < Math.Min(counts.Length, earlier._counts.Length); bucket++)
        {
            counts[bucket] -= earlier._counts[bucket];
        }

        return new ServiceTimes(counts, _totalNanoseconds - earlier._totalNanoseconds);
    }
}
