using Trainer.Core.Checkpoints;
using Trainer.Core.Training;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training;

[Collection(TorchCollection.Name)]
public sealed class LearningRateFinderTests
{
    [Fact]
    public void FindLearningRate_Data_EndsWhereTheLossExplodesAndPutsEverythingBack()
    {
        using Model model = TinyModel.Make(new Sgd(0.01, momentum: 0.9) { EmaMomentum = 0.9 });
        var data = BatchSource.From(TinyData.Images(20), TinyData.Shape, TinyData.Labels(20));
        model.Fit(data, cancellation: TestContext.Current.CancellationToken);
        using var before = new StateDictionary();
        model.SaveState(before);
        LearningRateRange range = model.FindLearningRate(
            data, new() { BatchSize = 8, Steps = 200, MaxRate = 1e6 }, TestContext.Current.CancellationToken);
        using var after = new StateDictionary();
        model.SaveState(after);

        Assert.InRange(range.Rates.Count, 20, 199);
        Assert.Equal(1e-6, range.Rates[0], 1e-12);
        Assert.All(range.Rates.Zip(range.Rates.Skip(1)), pair => Assert.Equal(Math.Pow(1e12, 1 / 199.0), pair.Second / pair.First, 1e-9));
        Assert.InRange(range.Suggestion, 1e-6, 1e3);
        Assert.InRange(range.Steepest, range.Rates[0], range.AtMinimum);
        Assert.Equal(before.Values, after.Values);
        Assert.All(before.Tensors, pair => Assert.Equal(pair.Value.Values(), after.Tensors[pair.Key].Values()));
    }

    [Fact]
    public void Range_KnownCurve_FindsMinimumAndSteepestFall()
    {
        double[] rates = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];
        var range = new LearningRateRange(rates, rates, [3, 2.9, 2.0, 1.0, 0.9, 5]);

        Assert.Equal(0.1, range.AtMinimum);
        Assert.Equal(0.01, range.Suggestion, 1e-12);
        Assert.Equal(1e-3, range.Steepest);
    }

    [Fact]
    public void FindLearningRate_OptionsOutOfRange_AreListedTogether()
    {
        using Model model = TinyModel.Make();
        Assert.StartsWith(
            $"MaxRate is 1E-07; it must be above MinRate, which is 1E-06.{Environment.NewLine}Steps is 1; it must be at least 2.",
            Assert.Throws<ArgumentException>(() => model.FindLearningRate(
                BatchSource.From(TinyData.Images(2), TinyData.Shape, TinyData.Labels(2)), new() { MaxRate = 1e-7, Steps = 1 }, TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
    }
}
