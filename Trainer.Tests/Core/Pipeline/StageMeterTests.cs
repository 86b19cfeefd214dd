using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class StageMeterTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _time = new();
    private bool _blocked;
    private int _waiting;

    [Fact]
    public void Read_WorkersThatWorkWaitAndAreBlocked_BooksEachTime()
    {
        StageMeter meter = Meter(workers: 2);
        _time.Advance(Second); // Two idle.
        long first = meter.Begin();
        _time.Advance(Second); // One works, one is idle.
        long second = meter.Begin();
        _time.Advance(Second); // Two work.
        meter.End(first, 4, 40);
        _blocked = true;
        _time.Advance(Second); // One works, one is blocked.
        meter.End(second, 4, 50);

        StageStatistics read = meter.Read();

        Assert.Equal((4 * Second, 3 * Second, Second), (read.Busy, read.Starved, read.Blocked));
        Assert.Equal((8, 90, 0), (read.Items, read.Bytes, read.Failures));
        Assert.Equal(0.5, read.Utilization);
        Assert.Equal(0.5, read.SecondsPerItem);
    }

    [Fact]
    public void Read_Chunks_GivesTimesPerSample()
    {
        StageMeter meter = Meter(workers: 1);
        long started = meter.Begin();
        _time.Advance(TimeSpan.FromMilliseconds(16));
        meter.End(started, 16, 0);

        StageStatistics read = meter.Read();

        Assert.Equal(1, read.ServiceTime.Count);
        Assert.Equal(1000, read.ServiceTime.MeanMicroseconds, 1e-9);
        Assert.Equal(1000, read.ServiceTime.P99Microseconds, 40.0);
    }

    [Fact]
    public void Read_QueueThatFills_WeighsDepthsByTime()
    {
        StageMeter meter = Meter(workers: 1);
        _time.Advance(3 * Second);
        meter.Observe();
        _waiting = 4;
        _time.Advance(Second);

        StageStatistics read = meter.Read();

        Assert.Equal(1, read.QueueDepth.Mean);
        Assert.Equal((4, 4, 8), (read.QueueDepth.Max, read.QueueDepth.Current, read.QueueCapacity));
        Assert.Equal(0.75, read.QueueDepth.ShareAt(0));
    }

    [Fact]
    public void Fail_CountsFailures()
    {
        StageMeter meter = Meter(workers: 1);
        meter.Fail();
        meter.Fail();

        Assert.Equal(2, meter.Read().Failures);
    }

    [Fact]
    public void Resize_FromNowOn_ChangesTheIdleTime()
    {
        StageMeter meter = Meter(workers: 1);
        _time.Advance(Second);
        meter.Resize(3);
        _time.Advance(Second);

        Assert.Equal((3, 4 * Second), (meter.Read().Workers, meter.Read().Starved));
    }

    [Fact]
    public void Resize_BelowTheWorkersAtWork_BooksNoNegativeTime()
    {
        StageMeter meter = Meter(workers: 2);
        meter.Begin();
        meter.Begin();
        meter.Resize(1);
        _time.Advance(Second);

        Assert.Equal((2 * Second, TimeSpan.Zero), (meter.Read().Busy, meter.Read().Starved));
    }

    [Fact]
    public void Since_EarlierFigures_LeavesTheTimeBetween()
    {
        StageMeter meter = Meter(workers: 1);
        long first = meter.Begin();
        _waiting = 8;
        _time.Advance(5 * Second);
        meter.End(first, 1, 1);
        StageStatistics earlier = meter.Read();
        _waiting = 2;
        long second = meter.Begin();
        _time.Advance(Second);
        meter.End(second, 10, 100);
        meter.Fail();

        StageStatistics between = meter.Read().Since(earlier);

        Assert.Equal((10, 100, 1, Second), (between.Items, between.Bytes, between.Failures, between.Busy));
        Assert.Equal((2, 2.0), (between.QueueDepth.Max, between.QueueDepth.Mean));
        Assert.Equal(0.1, between.SecondsPerItem);
        Assert.Equal(100_000, between.ServiceTime.MeanMicroseconds, 1e-9);
    }

    private StageMeter Meter(int workers) => new("work", workers, () => _blocked, () => _waiting, queueCapacity: 8, _time);
}
