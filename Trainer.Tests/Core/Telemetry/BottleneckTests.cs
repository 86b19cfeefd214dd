using Trainer.Core.Telemetry;
using Xunit;
using static Trainer.Tests.Core.Telemetry.MeasuredFigures;

namespace Trainer.Tests.Core.Telemetry;

public sealed class BottleneckTests
{
    private static StageStatistics Read(double seconds) => StageOf("read", seconds, maxWorkers: 1);

    [Fact]
    public void Of_NoStep_GivesNoVerdict()
    {
        var verdict = Bottleneck.Of(PipelineOf(Read(1)), new StepStatistics(), cores: 2);

        Assert.Equal(BottleneckKind.Unknown, verdict.Kind);
        Assert.Equal("no verdict: no step of training was measured", verdict.Sentence);
    }

    [Fact]
    public void Of_TrainerThatNeverWaits_IsComputeBoundWithHeadroom()
    {
        // The pipeline's work for a thousand samples takes 0.2 s of its slowest stage, the trainer 8.2 s.
        var verdict = Bottleneck.Of(PipelineOf(Read(0.05), StageOf("parse", 0.2), StageOf("augment", 0.1)), StepsOf(8.2, 0), cores: 4);

        Assert.Equal(BottleneckKind.Compute, verdict.Kind);
        Assert.Null(verdict.Stage);
        Assert.Equal(41, verdict.Headroom, 1e-9);
        Assert.Empty(verdict.MoreWorkers);
        Assert.Equal("compute-bound: the pipeline could feed 41 times this trainer", verdict.Sentence);
    }

    [Theory]
    [InlineData(0.16, "launch-bound: the host takes longer to launch the steps than the device to do them (larger batches use it better), and ")]
    [InlineData(0.17, "compute-bound: ")]
    public void Of_DeviceThatWorksOnItsOwn_TellsWhoseWorkItIs(double deviceWait, string expected)
    {
        StepStatistics steps = StepsOf(8.2, 0) with { IsSplit = false, DeviceWait = TimeSpan.FromSeconds(deviceWait) };

        Assert.Equal(
            expected + "the pipeline could feed 41 times this trainer",
            Bottleneck.Of(PipelineOf(Read(0.05), StageOf("parse", 0.2), StageOf("augment", 0.1)), steps, cores: 4).Sentence);
    }

    [Theory]
    [InlineData(0.099, BottleneckKind.Compute)]
    [InlineData(0.1, BottleneckKind.Input)]
    public void Of_WaitAroundOnePercent_ChangesKind(double wait, BottleneckKind expected) =>
        Assert.Equal(expected, Bottleneck.Of(PipelineOf(StageOf("parse", 20)), StepsOf(10, wait), cores: 8).Kind);

    [Fact]
    public void Of_WaitForTheFirstBatchOnly_IsComputeBound()
    {
        StepStatistics steps = StepsOf(10, 2) with { FirstWait = TimeSpan.FromSeconds(2) };

        Assert.Equal("compute-bound: the pipeline could feed 2.0 times this trainer", Bottleneck.Of(PipelineOf(StageOf("parse", 4)), steps, cores: 8).Sentence);
    }

    [Fact]
    public void Of_ReadingByParseWorkers_AdvisesThose()
    {
        StageStatistics read = StageOf("read", 9, pool: "parse");
        var verdict = Bottleneck.Of(PipelineOf(read, StageOf("parse", 1), StageOf("augment", 1)), StepsOf(10, 5), cores: 8);

        Assert.Equal("read", verdict.Stage);
        Assert.Equal(1, Assert.Single(verdict.MoreWorkers, pair => pair.Key == "parse").Value);
        Assert.Equal("input-bound by read: the trainer waited 50 % of its time; 1 more parse worker would remove it", verdict.Sentence);
    }

    [Fact]
    public void Of_HeadroomOnFewCores_IsLimitedByThem()
    {
        // Each stage alone could do 10000 a second, all of them together on one core only 5000.
        var verdict = Bottleneck.Of(PipelineOf(StageOf("parse", 0.1), StageOf("augment", 0.1)), StepsOf(10, 0), cores: 1);

        Assert.Equal(50, verdict.Headroom, 1e-9);
    }

    [Fact]
    public void Of_SmallHeadroom_HasADecimal()
    {
        var verdict = Bottleneck.Of(PipelineOf(StageOf("parse", 4)), StepsOf(10, 0), cores: 2);

        Assert.Equal("compute-bound: the pipeline could feed 2.5 times this trainer", verdict.Sentence);
    }

    [Fact]
    public void Of_NoHeadroom_SaysSo()
    {
        var verdict = Bottleneck.Of(PipelineOf(StageOf("parse", 9.9)), StepsOf(10, 0), cores: 2);

        Assert.Equal("compute-bound: the pipeline can feed this trainer, and no faster one", verdict.Sentence);
    }

    [Fact]
    public void Of_NoPipeline_IsSilentAboutIt()
    {
        Assert.Equal(
            "compute-bound: its data was there when the trainer asked for it", Bottleneck.Of(null, StepsOf(10, 0), cores: 2).Sentence);
        Assert.Equal("input-bound: the trainer waited 50 % of its time", Bottleneck.Of(null, StepsOf(10, 5), cores: 2).Sentence);
    }

    [Fact]
    public void Of_SlowParser_AdvisesTheWorkersThatRemoveTheWait()
    {
        // The trainer alone does 1000 samples in 6.3 s, the one parser takes 10 s of work for them... and 1.9 would keep up.
        var verdict = Bottleneck.Of(PipelineOf(Read(0.1), StageOf("parse", 10), StageOf("augment", 2)), StepsOf(10, 3.7), cores: 8);

        Assert.Equal(BottleneckKind.Input, verdict.Kind);
        Assert.Equal("parse", verdict.Stage);
        Assert.Equal(1, verdict.MoreWorkers["parse"]);
        Assert.Equal("input-bound by parse: the trainer waited 37 % of its time; 1 more parse worker would remove it", verdict.Sentence);
    }

    [Fact]
    public void Of_MuchSlowerParser_AdvisesSeveral()
    {
        var verdict = Bottleneck.Of(PipelineOf(Read(0.1), StageOf("parse", 10), StageOf("augment", 2)), StepsOf(10, 6.3), cores: 8);

        Assert.Equal("input-bound by parse: the trainer waited 63 % of its time; 2 more parse workers would remove it", verdict.Sentence);
    }

    [Fact]
    public void Of_TwoSlowStages_AdvisesBoth()
    {
        var verdict = Bottleneck.Of(PipelineOf(StageOf("parse", 10), StageOf("augment", 8)), StepsOf(10, 5), cores: 8);

        Assert.Equal(
            "input-bound by parse: the trainer waited 50 % of its time; 1 more parse worker and 1 more augment worker would remove it",
            verdict.Sentence);
    }

    [Fact]
    public void Of_FewCores_ShortensOnly()
    {
        // 10 s of parsing and 1 s of training for a thousand samples: 4 cores do them in 2.75 s at best.
        var verdict = Bottleneck.Of(PipelineOf(StageOf("parse", 10)), StepsOf(10, 9), cores: 4);

        Assert.Equal(3, verdict.MoreWorkers["parse"]);
        Assert.Equal(
            "input-bound by parse: the trainer waited 90 % of its time; 3 more parse workers would shorten it to about 64 %, and the 4 cores do no more",
            verdict.Sentence);
    }

    [Fact]
    public void Of_NoFreeCore_AdvisesNothing()
    {
        // Two cores, 9.5 s of parsing, 9 s of augmenting and 5 s of training on two threads in 10 s.
        var verdict = Bottleneck.Of(PipelineOf(StageOf("parse", 9.5), StageOf("augment", 9)), StepsOf(10, 5, threads: 2), cores: 2);

        Assert.Empty(verdict.MoreWorkers);
        Assert.Equal(
            "input-bound by parse: the trainer waited 50 % of its time; more workers would not help, for stages and trainer would need 5.7 cores of 2",
            verdict.Sentence);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(2, 4)]
    [InlineData(3, 16)]
    public void Of_AnyInputBoundTraining_AdvisesNoMoreWorkersThanCores(int workers, int cores)
    {
        for (double wait = 1; wait < 10; wait++)
        {
            for (double parse = 1; parse <= 10; parse++)
            {
                var verdict = Bottleneck.Of(
                    PipelineOf(StageOf("parse", parse * workers, workers), StageOf("augment", 9)), StepsOf(10, wait), cores);

                Assert.All(verdict.MoreWorkers, more => Assert.InRange(more.Value, 1, cores - 1));
                Assert.True(workers + verdict.MoreWorkers.GetValueOrDefault("parse") <= Math.Max(cores, workers), verdict.Sentence);
            }
        }
    }

    [Fact]
    public void Of_SlowReader_NamesStorageAndCache()
    {
        var verdict = Bottleneck.Of(PipelineOf(Read(10), StageOf("parse", 1)), StepsOf(10, 5), cores: 8);

        Assert.Equal("read", verdict.Stage);
        Assert.Equal(
            "input-bound by read: the trainer waited 50 % of its time; its rows come one after another, so it has one worker; a faster source would help, such as the file uncompressed",
            verdict.Sentence);
    }

    [Fact]
    public void Of_SlowBatcher_HasNoAdvice()
    {
        var verdict = Bottleneck.Of(PipelineOf(StageOf("batch", 10, maxWorkers: 1)), StepsOf(10, 5), cores: 8);

        Assert.Equal("input-bound by batch: the trainer waited 50 % of its time; it cannot have more than 1 worker", verdict.Sentence);
    }

    [Fact]
    public void Of_ReaderBehindTheParser_IsTheNextWall()
    {
        // Two parsers do 1000 in 5 s, but the reader needs 8 s for them, and the trainer 4 s.
        var verdict = Bottleneck.Of(PipelineOf(Read(8), StageOf("parse", 10)), StepsOf(10, 6), cores: 8);

        Assert.Equal(
            "input-bound by parse: the trainer waited 60 % of its time; 1 more parse worker would shorten it to about 50 %, and read cannot have more workers",
            verdict.Sentence);
    }

    [Fact]
    public void Of_FastPipelineWithLongQueueThatWasFull_IsInputBoundInBursts()
    {
        var verdict = Bottleneck.Of(PipelineOf(StageOf("parse", 2)).WithQueue(capacity: 10, max: 10), StepsOf(10, 0.5), cores: 8);

        Assert.Equal(BottleneckKind.InputInBursts, verdict.Kind);
        Assert.Empty(verdict.MoreWorkers);
        Assert.Equal(
            "input-bound in bursts: the trainer waited 5.0 % of its time, although the pipeline could feed 4.8 times this trainer; "
            + "a longer queue (Pipeline:MaxQueueSize) would even that out",
            verdict.Sentence);
    }

    [Fact]
    public void Of_FastPipelineWhoseQueueNeverFilled_DoesNotAdviseALongerOne()
    {
        var verdict = Bottleneck.Of(PipelineOf(StageOf("parse", 2)).WithQueue(capacity: 10, max: 3), StepsOf(10, 0.5), cores: 8);

        Assert.EndsWith("4.8 times this trainer", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_StagesThatShareWorkers_AddsTheirTimes()
    {
        // Neither reading nor parsing alone is slower than augmenting; the workers that do both are.
        var verdict = Bottleneck.Of(
            PipelineOf(StageOf("read", 4, pool: "parse"), StageOf("parse", 5, pool: "parse"), StageOf("augment", 6)), StepsOf(10, 5), cores: 8);

        Assert.Equal("parse", verdict.Stage);
        Assert.Equal(1, verdict.MoreWorkers["parse"]);
        Assert.Equal(1, verdict.MoreWorkers["augment"]);
    }

    [Fact]
    public void Of_StageThatDidNothing_IsLeftOut()
    {
        StageStatistics idle = StageOf("augment", 0) with { Items = 0 };

        Assert.Equal("parse", Bottleneck.Of(PipelineOf(StageOf("parse", 10), idle), StepsOf(10, 5), cores: 8).Stage);
    }

    [Fact]
    public void OfPipeline_OneBusyStage_AdvisesOneMoreWorker()
    {
        var verdict = Bottleneck.OfPipeline(PipelineOf(Read(0.1), StageOf("parse", 9.8), StageOf("augment", 2)), cores: 8);

        Assert.Equal(
            "limited by parse: its 1 worker did 100 images/s and worked 98 % of the time; 1 more parse worker would raise that", verdict.Sentence);
        Assert.Equal(1, verdict.MoreWorkers["parse"]);
    }

    [Fact]
    public void OfPipeline_NoStageThatWorksAllTheTime_AdvisesNothing()
    {
        var verdict = Bottleneck.OfPipeline(PipelineOf(StageOf("parse", 3.6), StageOf("augment", 2)), cores: 8);

        Assert.Equal(
            "no stage limits the 100 images/s: the busiest, parse, worked 36 % of the time; "
            + "the rest goes into starting up and handing over, or to other programs on these cores",
            verdict.Sentence);
        Assert.Empty(verdict.MoreWorkers);
    }

    [Fact]
    public void OfPipeline_AllCoresInUse_AdvisesNothing()
    {
        var verdict = Bottleneck.OfPipeline(PipelineOf(StageOf("parse", 10), StageOf("augment", 9.8)), cores: 2);

        Assert.Equal(
            "limited by parse: its 1 worker did 100 images/s and worked 100 % of the time; "
            + "more workers would not help, for the stages use all of the 2 cores",
            verdict.Sentence);
        Assert.Empty(verdict.MoreWorkers);
    }

    [Fact]
    public void Of_BudgetOfOneWorker_NamesTheBudget()
    {
        // The trainer alone would take 200 samples/s; the stages' work for them is 1.6 seconds per second, and they have one.
        PipelineStatistics pipeline = PipelineOf(StageOf("parse", 4), StageOf("augment", 4)) with { WorkerBudget = 1 };

        var verdict = Bottleneck.Of(pipeline, StepsOf(10, 5), cores: 8);

        Assert.EndsWith("; Pipeline:CpuBudget lets 1 worker work at a time, and 1.6 would be needed", verdict.Sentence, StringComparison.Ordinal);
        Assert.Empty(verdict.MoreWorkers);
    }

    [Fact]
    public void Of_BudgetOfTwoWorkers_AdvisesTheStageToHaveBoth()
    {
        PipelineStatistics pipeline = PipelineOf(StageOf("parse", 9.5), StageOf("augment", 0.4)) with { WorkerBudget = 2 };

        var verdict = Bottleneck.Of(pipeline, StepsOf(10, 5), cores: 8);

        Assert.EndsWith("; 1 more parse worker would remove it", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, verdict.MoreWorkers.Values.Sum());
    }

    [Theory]
    [InlineData(1, "more workers would not help, for the stages use all of the 1 worker of Pipeline:CpuBudget", 0)]
    [InlineData(2, "1 more parse worker would raise that", 1)]
    public void OfPipeline_Budget_AdvisesNoMoreThanIt(int budget, string advice, int more)
    {
        PipelineStatistics pipeline = PipelineOf(StageOf("parse", 9.6), StageOf("augment", 0.2)) with { WorkerBudget = budget };

        var verdict = Bottleneck.OfPipeline(pipeline, cores: 8);

        Assert.EndsWith("; " + advice, verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(more, verdict.MoreWorkers.Values.Sum());
    }

    [Fact]
    public void OfPipeline_NothingTaken_GivesNoVerdict() =>
        Assert.Equal(BottleneckKind.Unknown, Bottleneck.OfPipeline(PipelineOf(StageOf("parse", 1) with { Items = 0 }), cores: 2).Kind);
}
