using Trainer.Core.Telemetry;
using Trainer.Host.Observation;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Observation;

public sealed class TimelineTests
{
    [Fact]
    public void Read_AnyNumberOfLooks_AddsUpAndStaysBounded()
    {
        long taken = 0;
        var timeline = new Timeline(
            () =>
            {
                long now = Interlocked.Increment(ref taken);
                return new PipelineStatistics([], 0, now, 0, TimeSpan.Zero) { Elapsed = TimeSpan.FromSeconds(now) };
            },
            () => null,
            new ManualTimeProvider());
        IReadOnlyList<(TimeSpan End, PipelineStatistics Figures)> read = [];
        for (int look = 0; look < 3000; look++)
        {
            read = timeline.Read();
            Assert.InRange(read.Count, 0, 400);
        }

        timeline.Dispose();
        Assert.True(read.Count > 100, $"{read.Count}");
        Assert.Equal(read[^1].End.TotalSeconds, 1 + read.Sum(span => span.Figures.Elapsed.TotalSeconds));
        Assert.Equal(read[^1].End.TotalSeconds, 1 + read.Sum(span => span.Figures.SamplesTaken));
    }

    [Fact]
    public void Read_OneMoment_HasNoSpan()
    {
        using var timeline = new Timeline(() => new PipelineStatistics([], 0, 0, 0, TimeSpan.Zero), () => null, new ManualTimeProvider());

        Assert.Empty(timeline.Read());
    }
}
