using System.Text.Json;
using SkiaSharp;
using Trainer.Core.Telemetry;
using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class ProfileTextTests
{
    [Fact]
    public void Of_InputBoundTraining_HasTableSplitAndVerdict()
    {
        string text = ProfileText.Of(Report(Steps()));

        Assert.Equal(
            """
            1,000 images in 10.00 s: 100 images/s on 8 cores
            Before that, 85 ms to warm up.

            stage    workers     images   MB/s  µs/image     p50     p95     p99  busy  starved  blocked        queue
            read           1      1,000      2    100.00     0.0     0.0     0.0   1 %      0 %     99 %             
            parse          1      1,000      0   9900.00     0.0     0.0     0.0  99 %      1 %      0 %     0.0 of 2
            prefetch              1,000      0   wait µs     0.0     0.0     0.0           80 %      0 %    0.0 of 10
            copy           1      1,000      0    100.00     0.0     0.0     0.0   1 %     37 %     62 %             
            train          1      1,000      0   6200.00     0.0     0.0     0.0  63 %     37 %      0 %             
            10.0 % of the batches were ready when they were asked for.
            3 failures: 3 in parse

            trainer: 100 steps of 100.0 ms: data wait 37.0 %, copy 1.0 %, forward 20.0 %, backward 30.0 %, optimizer 10.0 %, callbacks 1.0 %, other 1.0 %

            input-bound by parse: the trainer waited 37 % of its time; 1 more parse worker would remove it
            """,
            text);
    }

    [Fact]
    public void Of_DeviceThatIsNotWaitedFor_SaysSo()
    {
        string text = ProfileText.Of(Report(Steps() with { IsSplit = false }));

        Assert.Contains("ms: data wait 37.0 %, launch 61.0 %, device wait 0.0 %, callbacks 1.0 %, other 1.0 %\nThe device works on its own", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_WithoutATrainer_HasTheOldFieldsAndANullTrainer()
    {
        using JsonDocument json = JsonDocument.Parse(Report(steps: null).ToJson());

        JsonElement root = json.RootElement;
        Assert.Equal((100, 8), (root.GetProperty("images_per_second").GetDouble(), root.GetProperty("cores").GetInt32()));
        Assert.Equal(85.4, root.GetProperty("warm_up_ms").GetDouble());
        JsonElement read = root.GetProperty("stages")[0];
        Assert.Equal(
            ("read", 1000, 0.1, 0, 9.9),
            (read.GetProperty("name").GetString(), read.GetProperty("items").GetInt64(), read.GetProperty("busy_seconds").GetDouble(),
                read.GetProperty("starved_seconds").GetDouble(), read.GetProperty("blocked_seconds").GetDouble()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("trainer").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("verdict").GetProperty("headroom").ValueKind);
    }

    [Fact]
    public void ToJson_Training_HasSplitAndVerdict()
    {
        using JsonDocument json = JsonDocument.Parse(Report(Steps()).ToJson());

        Assert.Equal(2, json.RootElement.GetProperty("trainer").GetProperty("seconds").GetProperty("forward").GetDouble());
        JsonElement verdict = json.RootElement.GetProperty("verdict");
        Assert.Equal(("input", "parse", 0.37), (verdict.GetProperty("kind").GetString(), verdict.GetProperty("stage").GetString(), verdict.GetProperty("stall_share").GetDouble()));
        Assert.Equal(1, verdict.GetProperty("more_workers").GetProperty("parse").GetInt32());
    }

    [Theory]
    [InlineData(true, 960)]
    [InlineData(false, 640)]
    public void RenderPng_WithAndWithoutATrainer_HasItsPanels(bool trained, int height)
    {
        PipelineStatistics pipeline = Pipeline();
        (TimeSpan End, PipelineStatistics Figures)[] timeline =
            [.. Enumerable.Range(1, 50).Select(second => (TimeSpan.FromSeconds(second), pipeline with { Elapsed = TimeSpan.FromSeconds(1) }))];

        using SKBitmap picture = SKBitmap.Decode(ProfilePlot.RenderPng(timeline, Report(trained ? Steps() : null)));

        Assert.Equal((1000, height), (picture.Width, picture.Height));
        var parse = SKColor.Parse("#D55E00");
        Assert.Contains(parse, picture.Pixels.Take(1000 * 320));
        Assert.Contains(parse, picture.Pixels.Skip(1000 * 320).Take(1000 * 320));
        Assert.Equal(trained, picture.Pixels.Skip(1000 * 640).Contains(parse));
    }

    [Fact]
    public void RenderPng_EmptyTimeline_DrawsNothingButPanels()
    {
        using SKBitmap picture = SKBitmap.Decode(ProfilePlot.RenderPng([], Report(steps: null)));

        Assert.DoesNotContain(SKColor.Parse("#D55E00"), picture.Pixels);
    }

    private static ProfileReport Report(StepStatistics? steps) => ProfileReport.Of(Pipeline(), steps, cores: 8, epochs: 1) with { WarmUpMs = 85.4 };

    private static PipelineStatistics Pipeline() => new(
        [Stage("read", 0.1, blocked: 9.9) with { Bytes = 20_000_000 }, Stage("parse", 9.9, starved: 0.1) with { QueueCapacity = 2, Failures = 3, MaxWorkers = 256 }],
        BatchesTaken: 100,
        SamplesTaken: 1000,
        ReadyTakes: 10,
        TimeSpan.FromSeconds(8))
    {
        Elapsed = TimeSpan.FromSeconds(10),
        Prefetch = new StageStatistics("prefetch", 0, 1000, TimeSpan.Zero, TimeSpan.FromSeconds(8), TimeSpan.Zero) { QueueCapacity = 10 },
    };

    private static StageStatistics Stage(string name, double busy, double starved = 0, double blocked = 0) =>
        new(name, 1, 1000, TimeSpan.FromSeconds(busy), TimeSpan.FromSeconds(starved), TimeSpan.FromSeconds(blocked));

    private static StepStatistics Steps() => new()
    {
        Steps = 100,
        Samples = 1000,
        Whole = TimeSpan.FromSeconds(10),
        DataWait = TimeSpan.FromSeconds(3.7),
        CopyToDevice = TimeSpan.FromSeconds(0.1),
        Forward = TimeSpan.FromSeconds(2),
        Backward = TimeSpan.FromSeconds(3),
        Optimizer = TimeSpan.FromSeconds(1),
        Callbacks = TimeSpan.FromSeconds(0.1),
    };
}
