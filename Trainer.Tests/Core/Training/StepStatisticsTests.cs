using Trainer.Core.Telemetry;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training;

[Collection(TorchCollection.Name)]
public sealed class StepStatisticsTests
{
    [Fact]
    public void ReadStepStatistics_AfterFit_CountsTheStepsOfTrainingAndSplitsThem()
    {
        using Model model = TinyModel.Make();
        model.Fit(Data(20), new FitOptions { BatchSize = 8, Epochs = 2, ValidationData = Data(20) });

        StepStatistics read = model.ReadStepStatistics();

        Assert.Equal((6, 40, 6), (read.Steps, read.Samples, read.StepTime.Count));
        Assert.True(read.IsSplit);
        Assert.InRange(read.ComputeThreads, 1, int.MaxValue);
        Assert.All((TimeSpan[])[read.DataWait, read.Forward, read.Backward, read.Optimizer], part => Assert.True(part > TimeSpan.Zero));
        Assert.Equal(read.Whole, read.Parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Time));
        Assert.True(read.Other >= TimeSpan.Zero);
    }

    [Fact]
    public void ReadStepStatistics_WhileItTrains_HasTheStepsSoFarFromAnyThread()
    {
        using Model model = TinyModel.Make();
        var seen = new List<long>();
        model.Fit(Data(20), new FitOptions
        {
            BatchSize = 8,
            Callbacks = [new LambdaCallback { TrainBatchBegin = _ => seen.Add(Task.Run(() => model.ReadStepStatistics().Steps).GetAwaiter().GetResult()) }],
        });

        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public void ReadStepStatistics_AfterACancelledFit_StandsStill()
    {
        using Model model = TinyModel.Make();
        using var cancelled = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => model.Fit(
            Data(20), new FitOptions { BatchSize = 8, Callbacks = [new LambdaCallback { TrainBatchBegin = _ => cancelled.Cancel() }] }, cancelled.Token));

        TimeSpan whole = model.ReadStepStatistics().Whole;

        Assert.Equal(whole, model.ReadStepStatistics().Whole);
    }

    private static BatchSource Data(int count) => BatchSource.From(TinyData.Images(count), TinyData.Shape, TinyData.Labels(count));
}
