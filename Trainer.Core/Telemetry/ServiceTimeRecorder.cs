using System.Numerics;

namespace Trainer.Core.Telemetry;

/// <summary>
/// Counts durations in buckets of fixed number, so that keeping one costs a few instructions and no memory.
/// </summary>
/// <remarks>
/// The idea is that of HdrHistogram: each power of two nanoseconds is divided into sixteen buckets of the same width.
/// Not for two threads at once; its owner locks.
/// </remarks>
internal sealed class ServiceTimeRecorder
{
    private const int StepBits = 4;
    private const int Steps = 1 << StepBits;

    // 2^40 nanoseconds are 18 minutes; what takes longer is counted as that.
    private const int HighestPower = 40;

    private readonly long[] _counts = new long[(HighestPower - StepBits + 1) * Steps];
    private long _total;

    /// <summary>Counts one duration.</summary>
    /// <param name="nanoseconds">Negative ones count as 0.</param>
    public void Add(long nanoseconds)
    {
        nanoseconds = Math.Clamp(nanoseconds, 0, (1L << HighestPower) - 1);
        _counts[BucketOf(nanoseconds)]++;
        _total += nanoseconds;
    }

    /// <summary>A copy of the figures.</summary>
    public ServiceTimes Read() => new([.. _counts], _total);

    /// <summary>The bucket of a duration.</summary>
    /// <param name="nanoseconds">0 to 2^40 − 1.</param>
    internal static int BucketOf(long nanoseconds)
    {
        if (nanoseconds < Steps)
        {
            return (int)nanoseconds;
        }

        int shift = BitOperations.Log2((ulong)nanoseconds) - StepBits;
        return (shift * Steps) + (int)(nanoseconds >> shift);
    }

    /// <summary>The middle of a bucket, in nanoseconds.</summary>
    internal static double MiddleOf(int bucket)
    {
        if (bucket < 2 * Steps)
        {
            return bucket;
        }

        int shift = (bucket / Steps) - 1;
        long low = (long)((bucket % Steps) + Steps) << shift;
        return low + (((1L << shift) - 1) / 2.0);
    }
}
