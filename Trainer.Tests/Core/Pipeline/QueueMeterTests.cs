using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class QueueMeterTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _time = new();
    private int _count;

    [Fact]
    public void Read_QueueThatFillsAndEmpties_BooksDepthsExactly()
    {
        QueueMeter meter = new("prefetch", 2, () => _count, _time);
        _time.Advance(Second); // Empty.
        Put(meter);
        _time.Advance(3 * Second); // One.
        Put(meter);
        _time.Advance(4 * Second); // Full.
        _count--;
        meter.Take(16, 160, asked: null);
        _time.Advance(2 * Second); // One.

        PipelineStatistics read = meter.Read([]);

        Assert.Equal((Second, 4 * Second), (read.Prefetch.Starved, read.Prefetch.Blocked));
        Assert.Equal(1.3, read.Prefetch.QueueDepth.Mean, 1e-9);
        Assert.Equal((2, 1, 2), (read.Prefetch.QueueDepth.Max, read.Prefetch.QueueDepth.Current, read.Prefetch.QueueCapacity));
        Assert.Equal((1, 16, 160, 1.0), (read.BatchesTaken, read.SamplesTaken, read.Prefetch.Bytes, read.Readiness));
        Assert.Equal(10 * Second, read.Elapsed);
        Assert.Equal(1.6, read.SamplesPerSecond);
    }

    [Fact]
    public void Read_ConsumerThatWaits_BooksItsWait()
    {
        QueueMeter meter = new("prefetch", 2, () => _count, _time);
        long asked = meter.Ask();
        _time.Advance(Second);
        meter.Take(1, 1, asked);

        PipelineStatistics read = meter.Read([]);

        Assert.Equal((Second, 0.0), (read.ConsumerWait, read.Readiness));
        Assert.Equal(1e6, read.Prefetch.ServiceTime.MeanMicroseconds, 1e-3);
    }

    [Fact]
    public void Since_EarlierFigures_LeavesTheTimeBetween()
    {
        QueueMeter meter = new("prefetch", 2, () => _count, _time);
        Put(meter);
        _time.Advance(Second);
        meter.Take(8, 8, meter.Ask());
        PipelineStatistics earlier = meter.Read([]);
        _time.Advance(2 * Second);
        meter.Take(4, 4, asked: null);

        PipelineStatistics between = meter.Read([]).Since(earlier);

        Assert.Equal((1, 4, 1, 2 * Second), (between.BatchesTaken, between.SamplesTaken, between.ReadyTakes, between.Elapsed));
        Assert.Equal(1, between.Prefetch.ServiceTime.Count);
    }

    private void Put(QueueMeter meter)
    {
        _count++;
        meter.Put();
    }
}
