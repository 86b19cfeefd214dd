using Trainer.Core.Pipeline.Tuning;
using Trainer.Core.Telemetry;
using Xunit;

namespace Trainer.Tests.Core.Pipeline.Tuning;

/// <summary>The tuner against simulated pipelines; the right split is found by trying all.</summary>
[Trait("Speed", "Slow")]
public sealed class AutotunerTests
{
    private const double Microsecond = 1e-6;
    private const int Epochs = 12;

    public static TheoryData<string, double, double, double, double, int> Loads() => new()
    {
        // What it is, µs per sample to read, parse, augment and train, and the workers there may be.
        { "parse-bound", 5, 40, 8, 16, 12 },
        { "augment-bound", 5, 6, 60, 18, 12 },
        { "both", 5, 30, 50, 20, 12 },
        { "read-bound: a slow disk that serves several at once", 200, 6, 8, 50, 12 },
        { "model-bound", 7, 6, 9, 2000, 12 },
        { "many workers", 20, 150, 322, 20, 64 },
    };

    public static TheoryData<string, int, double, double, double, int, double> SharedCores() => new()
    {
        // What it is, the cores, µs per sample to parse, augment and train, the workers there may be, and how much of the best
        // rate is lost at least by a loader that takes them all.
        { "two cores, model-bound", 2, 6, 9, 300, 8, 0 },
        { "two cores, parse-bound", 2, 120, 10, 60, 8, 0.02 },
        { "two cores, augment-bound", 2, 10, 120, 60, 8, 0.02 },
        { "two cores, both", 2, 60, 80, 40, 16, 0.08 },
        { "two cores, the trainer takes all", 2, 60, 80, 0, 16, 0.25 },
        { "many cores, model-bound", 16, 60, 90, 300, 64, 0 },
        { "many cores, augment-bound", 16, 100, 340, 20, 64, 0.4 },
        { "many cores, both", 8, 150, 200, 10, 48, 0.4 },
        { "many cores, parse and augment uneven", 8, 150, 340, 20, 64, 0.4 },
    };

    [Theory]
    [MemberData(nameof(Loads))]
    public void Decide_AfterAFewEpochs_HasFewestWorkersThatKeepDataReady(string what, double read, double parse, double augment, double train, int most)
    {
        var limits = new TuningLimits(most);

        WorkerSplit found = Settle(Make(read, parse, augment, train), limits)[^1].Workers;

        WorkerSplit[] ready = [.. limits.Splits.Where(split => Make(read, parse, augment, train).Run(split).Readiness >= 0.99)];
        Assert.True(ready.Contains(found), $"{what}: {found} leaves the trainer waiting.");
        Assert.Equal(ready[0].Total, found.Total);
    }

    [Theory]
    [MemberData(nameof(SharedCores))]
    public void Decide_WorkersAndTrainerShareCores_SettlesOnTheBestStepTime(
        string what, int cores, double parse, double augment, double train, int most, double greed)
    {
        var limits = new TuningLimits(most);

        List<TuningObservation> seen = Settle(Make(5, parse, augment, train, cores), limits);

        TuningObservation[] all = [.. limits.Splits.Select(split => Make(5, parse, augment, train, cores).Run(split))];
        double best = all.Max(one => one.SamplesPerSecond);
        TuningObservation greedy = Array.Find(all, one => one.Workers == new WorkerSplit(most / 2, most / 2))!;
        Assert.True(greedy.SamplesPerSecond <= (1 - greed) * best, $"{what}: a greedy loader loses nothing.");
        int enough = all.First(one => one.SamplesPerSecond >= 0.95 * best).Workers.Total;
        Assert.All(seen.TakeLast(4), epoch =>
        {
            Assert.InRange(epoch.SamplesPerSecond, 0.95 * best, 1.05 * best);
            Assert.InRange(epoch.Workers.Total, enough, enough + 2);
        });
    }

    [Fact]
    public void Run_MoreWorkersThanCores_SlowTheTrainer()
    {
        TuningObservation few = Make(5, 60, 80, train: 40, cores: 2).Run(new WorkerSplit(1, 1));
        TuningObservation many = Make(5, 60, 80, train: 40, cores: 2).Run(new WorkerSplit(8, 8));

        Assert.InRange(many.Pace, 0, 0.6 * few.Pace);
        Assert.InRange(many.SamplesPerSecond, 0, 0.95 * few.SamplesPerSecond);
    }

    [Theory]
    [InlineData(10, 30, 40, 8)]
    [InlineData(1, 90, 10, 16)]
    public void Decide_TrainerTakesAllThereIs_MakesTheMostOfTheWorkers(double read, double parse, double augment, int most)
    {
        var limits = new TuningLimits(most);

        TuningObservation found = Settle(Make(read, parse, augment, train: 0), limits)[^1];

        double best = limits.Splits.Max(split => Make(read, parse, augment, train: 0).Run(split).SamplesPerSecond);
        Assert.InRange(found.SamplesPerSecond, 0.95 * best, 1.05 * best);
    }

    [Fact]
    public void Decide_DiskServesOneAfterAnother_GoesBackToFewestWorkers()
    {
        var pipeline = new SimulatedPipeline
        {
            Read = 100 * Microsecond,
            Parse = 6 * Microsecond,
            Augment = 8 * Microsecond,
            Train = 20 * Microsecond,
            SerialDisk = true,
        };

        List<TuningObservation> seen = Settle(pipeline, new TuningLimits(12));

        // It was tried, and is not tried again and again.
        Assert.True(seen.Max(epoch => epoch.Workers.Total) > 2);
        Assert.All(seen.TakeLast(6), epoch => Assert.InRange(epoch.Workers.Total, 2, 3));
    }

    [Fact]
    public void Decide_StageBecomesSlowAndFastAgain_Follows()
    {
        SimulatedPipeline pipeline = Make(5, 18, 8, train: 30);
        var limits = new TuningLimits(12);
        var seen = new List<TuningObservation>();
        WorkerSplit[] settled = [.. new double[] { 18, 80, 18 }.Select(parse =>
        {
            pipeline.Parse = parse * Microsecond;
            return Settle(pipeline, limits, seen)[^1].Workers;
        })];

        Assert.Equal([new WorkerSplit(1, 1), new WorkerSplit(3, 1), new WorkerSplit(1, 1)], settled);
    }

    [Fact]
    public void Decide_UnevenWork_AddsWorkersUntilDataIsReadyAndKeepsThem()
    {
        var pipeline = new SimulatedPipeline
        {
            Parse = 40 * Microsecond,
            Augment = 5 * Microsecond,
            Train = 45 * Microsecond,
            Jitter = 0.9,
        };

        List<TuningObservation> seen = Settle(pipeline, new TuningLimits(12));

        Assert.All(seen.TakeLast(6), epoch => Assert.True(epoch.Readiness >= 0.99, $"{epoch}"));
        Assert.Single(seen.TakeLast(6).Select(epoch => epoch.Workers).Distinct());
    }

    [Fact]
    public void Decide_OneReader_GivesNobodyMoreThanItDelivers()
    {
        var limits = new TuningLimits(12, WorkersRead: false);
        var seen = new TuningObservation(new WorkerSplit(1, 1), 100 * Microsecond, 6 * Microsecond, 60 * Microsecond, 10_000, 0.8, 0);

        Assert.Equal(new WorkerSplit(1, 1), Autotuner.Decide([seen], limits).Workers);
    }

    [Fact]
    public void Decide_NumbersThatAreGiven_StayAsTheyAre()
    {
        var limits = new TuningLimits(8, Parse: 2);

        WorkerSplit found = Settle(Make(5, 40, 60, train: 16), limits)[^1].Workers;

        Assert.Equal(new WorkerSplit(2, 3), found);
    }

    [Fact]
    public void Decide_MoreWorkers_SaysWhy()
    {
        var seen = new TuningObservation(
            new WorkerSplit(1, 1), 5 * Microsecond, 40 * Microsecond, 8 * Microsecond, SamplesPerSecond: 22_000, WaitShare: 0.65, Readiness: 0.02);

        TuningDecision decision = Autotuner.Decide([seen], new TuningLimits(12));

        Assert.Equal(
            "parse 3, augment 1 instead of parse 1, augment 1: a sample takes 45 µs to read and parse and 8 to augment, and the trainer "
            + "takes 62,857 a second; 2.0 % of the batches were ready.",
            decision.Reason);
    }

    [Fact]
    public void Between_TwoReadings_GivesWhatLiesBetween()
    {
        PipelineStatistics before = Statistics(samples: 100, batches: 10, ready: 5, waitSeconds: 1, busySeconds: 1);
        PipelineStatistics after = Statistics(samples: 300, batches: 30, ready: 20, waitSeconds: 2, busySeconds: 3);

        TuningObservation seen = TuningObservation.Between(
            before, after, TimeSpan.FromSeconds(4), after.ConsumerWait - before.ConsumerWait, new WorkerSplit(2, 1));

        Assert.Equal(new TuningObservation(new WorkerSplit(2, 1), 0.01, 0.01, 0.01, 50, 0.25, 0.75), seen);
    }

    private static PipelineStatistics Statistics(int samples, int batches, int ready, double waitSeconds, double busySeconds) => new(
        [
            .. new[] { "read", "parse", "augment", "batch" }.Select(name =>
                new StageStatistics(name, 1, samples, TimeSpan.FromSeconds(busySeconds), TimeSpan.Zero, TimeSpan.Zero)),
        ],
        batches,
        samples,
        ready,
        TimeSpan.FromSeconds(waitSeconds));

    private static SimulatedPipeline Make(double read, double parse, double augment, double train, int cores = int.MaxValue) => new()
    {
        Cores = cores,
        Read = read * Microsecond,
        Parse = parse * Microsecond,
        Augment = augment * Microsecond,
        Train = train * Microsecond,
    };

    /// <summary>Runs some epochs, with a decision after each.</summary>
    private static List<TuningObservation> Settle(SimulatedPipeline pipeline, TuningLimits limits, List<TuningObservation>? seen = null)
    {
        seen ??= [];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            seen.Add(pipeline.Run(seen.Count == 0 ? limits.Smallest : Autotuner.Decide(seen, limits).Workers));
        }

        return seen;
    }
}
