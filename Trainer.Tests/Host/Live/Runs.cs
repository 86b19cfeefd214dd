using Trainer.Core.Telemetry;
using Trainer.Host.Live;

namespace Trainer.Tests.Host.Live;

/// <summary>Made-up runs for the views.</summary>
internal static class Runs
{
    public static PipelineStatistics Pipeline(double seconds = 2) => new(
        [
            new StageStatistics("read", 1, 400, Seconds(0.5), Seconds(0), Seconds(1.5)),
            new StageStatistics("parse", 2, 400, Seconds(3), Seconds(0.5), Seconds(0.5)) { QueueCapacity = 4 },
            new StageStatistics("augment", 1, 400, Seconds(1), Seconds(1), Seconds(0)) { QueueCapacity = 2 },
            new StageStatistics("batch", 1, 400, Seconds(0), Seconds(2), Seconds(0)) { QueueCapacity = 2 },
        ],
        BatchesTaken: 12, SamplesTaken: 384, ReadyTakes: 6, ConsumerWait: Seconds(0.74))
    {
        Elapsed = Seconds(seconds),
        Prefetch = new StageStatistics("prefetch", 0, 384, TimeSpan.Zero, Seconds(1), TimeSpan.Zero) { QueueCapacity = 10 },
    };

    public static StepStatistics Trainer() => new()
    {
        Steps = 12,
        Samples = 384,
        DataWait = Seconds(0.74),
        Forward = Seconds(0.4),
        Backward = Seconds(0.6),
        Optimizer = Seconds(0.2),
        Whole = Seconds(2),
    };

    public static LiveSnapshot Snapshot() => new()
    {
        Run = "20260101-120000Z",
        Phase = LivePhase.Training,
        Epoch = 3,
        Epochs = 75,
        Step = 12,
        Steps = 32,
        Elapsed = TimeSpan.FromSeconds(83),
        Left = TimeSpan.FromSeconds(3725),
        Logs = [new("loss", 2.25), new("accuracy", 0.25)],
        History = [new("loss", [3.5, 2.5]), new("accuracy", [0.1, 0.2]), new("val_loss", [240, 3]), new("val_accuracy", [0.05, double.NaN])],
        Pipeline = Pipeline(),
        Trainer = Trainer(),
        Verdict = "input-bound by parse: the trainer waited 37 % of its time; 2 more parse workers would remove it",
    };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
