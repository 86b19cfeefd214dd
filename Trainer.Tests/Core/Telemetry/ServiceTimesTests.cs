using Trainer.Core.Telemetry;
using Xunit;

namespace Trainer.Tests.Core.Telemetry;

public sealed class ServiceTimesTests
{
    [Fact]
    public void None_IsZero()
    {
        Assert.Equal(0, ServiceTimes.None.Count);
        Assert.Equal(0, ServiceTimes.None.MeanMicroseconds);
        Assert.Equal(0, ServiceTimes.None.P99Microseconds);
    }

    [Fact]
    public void Percentiles_ManyDurations_AreWithinFourPercent()
    {
        var recorder = new ServiceTimeRecorder();
        for (int microseconds = 1; microseconds <= 1000; microseconds++)
        {
            recorder.Add(microseconds * 1000L);
        }

        ServiceTimes times = recorder.Read();

        Assert.Equal(1000, times.Count);
        Assert.Equal(500.5, times.MeanMicroseconds, 1e-9);
        foreach (double share in (double[])[0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 1])
        {
            Assert.InRange(times.PercentileMicroseconds(share), 0.96 * 1000 * share, 1.04 * 1000 * share);
        }
    }

    [Fact]
    public void Buckets_EveryPowerOfTwoAndItsNeighbours_AreInOrderAndHoldTheirValues()
    {
        int before = -1;
        foreach (long value in Enumerable.Range(0, 40).SelectMany(power => new[] { (1L << power) - 1, 1L << power, (1L << power) + 1 }).Order().Distinct())
        {
            int bucket = ServiceTimeRecorder.BucketOf(value);

            Assert.True(bucket >= before, $"{value} is in bucket {bucket}, after {before}");
            Assert.InRange(ServiceTimeRecorder.MiddleOf(bucket), value * 0.96, value * 1.04);
            before = bucket;
        }
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(long.MaxValue, 1.0995e9)]
    public void Add_OutOfRange_CountsAsTheNearest(long nanoseconds, double microseconds)
    {
        var recorder = new ServiceTimeRecorder();

        recorder.Add(nanoseconds);

        Assert.Equal(microseconds, recorder.Read().P50Microseconds, 0.04 * microseconds);
    }

    [Fact]
    public void Since_LaterFigures_AreOfTheTimeBetween()
    {
        var recorder = new ServiceTimeRecorder();
        recorder.Add(1_000_000);
        ServiceTimes earlier = recorder.Read();
        recorder.Add(16_000);

        ServiceTimes between = recorder.Read().Since(earlier);

        Assert.Equal(1, between.Count);
        Assert.Equal(16, between.MeanMicroseconds, 1e-9);
        Assert.Equal(16, between.P99Microseconds, 0.64);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void PercentileMicroseconds_NoShare_Throws(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceTimes.None.PercentileMicroseconds(share));
}
