using Trainer.Core.Telemetry;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Telemetry;

public sealed class StepMeterTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Read_WholeStep_SplitsItsTime()
    {
        var meter = new StepMeter(_time);
        Step(meter, samples: 32);

        StepStatistics read = meter.Read();

        Assert.Equal((1, 32), (read.Steps, read.Samples));
        Assert.Equal((1 * Second, 2 * Second, 3 * Second), (read.DataWait, read.CopyToDevice, read.Forward));
        Assert.Equal((4 * Second, 5 * Second, 7 * Second, 6 * Second), (read.Backward, read.Optimizer, read.Callbacks, read.Other));
        Assert.Equal(28 * Second, read.Whole);
        Assert.Equal(28e6, read.StepTime.MeanMicroseconds, 1e-3);
        Assert.Equal(1.0 / 28, read.StallShare, 1e-12);
        Assert.Equal(32.0 / 27, read.OwnSamplesPerSecond, 1e-12);
    }

    [Fact]
    public void Rows_OfSteps_AreCopyAndTrain()
    {
        var meter = new StepMeter(_time);
        meter.CountCopy(1000);
        Step(meter, samples: 2);
        Step(meter, samples: 2);

        StepStatistics read = meter.Read();
        Assert.Equal(["copy", "train"], read.Rows.Select(row => row.Name));
        Assert.All(read.Rows, row => Assert.Equal((1, 4, 2 * Second), (row.Workers, row.Items, row.Starved)));
        Assert.Equal([4 * Second, 50 * Second], read.Rows.Select(row => row.Busy));
        Assert.Equal([50 * Second, TimeSpan.Zero], read.Rows.Select(row => row.Blocked));
        Assert.Equal([1000L, 0], read.Rows.Select(row => row.Bytes));
        Assert.Equal([1e6, 12.5e6], read.Rows.Select(row => row.ServiceTime.MeanMicroseconds));
        Assert.Equal(["train"], (read with { IsSplit = false }).Rows.Select(row => row.Name));
        Assert.All(meter.Read().Since(read).Rows, row => Assert.Equal((0, TimeSpan.Zero, 0L), (row.Items, row.Busy, row.Bytes)));
    }

    [Fact]
    public void Read_FirstStepOfEachTraining_HasTheWaitForTheFirstBatch()
    {
        var meter = new StepMeter(_time);
        Step(meter, 1);
        Step(meter, 1);
        meter.BeginTraining(isSplit: true, computeThreads: 4);
        Step(meter, 1);

        StepStatistics read = meter.Read();

        Assert.Equal((3 * Second, 2 * Second, 4), (read.DataWait, read.FirstWait, read.ComputeThreads));
        Assert.Equal(1.0 / ((3 * 28) - 2), read.SteadyStallShare, 1e-12);
    }

    [Fact]
    public void Read_InTheMiddleOfAStep_IncludesItSoFar()
    {
        var meter = new StepMeter(_time);
        meter.BeginStep();
        _time.Advance(Second);

        Assert.Equal((0, Second, Second), (meter.Read().Steps, meter.Read().DataWait, meter.Read().Whole));
    }

    [Fact]
    public void Read_TimeBetweenSteps_IsNotCounted()
    {
        var meter = new StepMeter(_time);
        Step(meter, 1);
        meter.Enter(StepPart.Forward); // An evaluation's step on a single batch.
        _time.Advance(Second);
        meter.EndStep(5);

        Assert.Equal((1, 28 * Second), (meter.Read().Steps, meter.Read().Whole));
    }

    [Fact]
    public void EndStep_WithoutABatch_IsNoStep()
    {
        var meter = new StepMeter(_time);
        meter.BeginStep();
        _time.Advance(Second);
        meter.EndStep(0);

        Assert.Equal((0, 0, Second), (meter.Read().Steps, meter.Read().StepTime.Count, meter.Read().DataWait));
    }

    [Fact]
    public void Since_EarlierFigures_LeavesTheStepsBetween()
    {
        var meter = new StepMeter(_time);
        Step(meter, 32);
        StepStatistics earlier = meter.Read();
        Step(meter, 16);

        StepStatistics between = meter.Read().Since(earlier);

        Assert.Equal((1, 16, 28 * Second, 3 * Second), (between.Steps, between.Samples, between.Whole, between.Forward));
        Assert.Equal(1, between.StepTime.Count);
    }

    private void Step(StepMeter meter, int samples)
    {
        meter.BeginStep();
        int seconds = 1;
        _time.Advance(Second);
        foreach (StepPart part in (StepPart[])[StepPart.CopyToDevice, StepPart.Forward, StepPart.Backward, StepPart.Optimizer, StepPart.Other, StepPart.Callbacks])
        {
            meter.Enter(part);
            _time.Advance(++seconds * Second);
        }

        meter.EndStep(samples);
    }
}
