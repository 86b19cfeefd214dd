using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Training.Optimizers;

/// <summary>Updating all weights in one does what updating each does.</summary>
[Collection(TorchCollection.Name)]
public sealed class FlatWeightsTests
{
    public static TheoryData<string> Optimizers => ["sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw", "rmsprop", "clipped", "accumulated", "averaged"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_AllInOne_EndsAsEachByItself(string name)
    {
        using Model each = Fit(name, allInOne: false);
        using Model all = Fit(name, allInOne: true);

        Assert.Equal(each.Weights().Length, all.Weights().Length);
        Assert.All(each.Weights().Zip(all.Weights()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void LoadState_OfTheOtherKind_GoesOnTheSame(string name)
    {
        using Model whole = Fit(name, allInOne: false, epochs: 2);
        using Model half = Fit(name, allInOne: false, epochs: 1);
        using var state = new StateDictionary();
        half.SaveState(state);
        using Model other = Make(name, allInOne: true);
        other.LoadState(state);
        using var back = new StateDictionary();
        other.SaveState(back);

        Assert.Equal(Entries(state).Order(StringComparer.Ordinal), Entries(back).Order(StringComparer.Ordinal));
        DefaultGeneratorSeeded(() => other.Fit(Data(), new FitOptions { BatchSize = 8, InitialEpoch = 1, Epochs = 2, Shuffle = false }));
        Assert.All(whole.Weights().Zip(other.Weights()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Step_AWeightWithoutGradient_StaysAsItIs() => TorchTest.Run(() =>
    {
        using var used = new TorchSharp.Modules.Parameter(ones(3));
        using var unused = new TorchSharp.Modules.Parameter(ones(2, 2));
        using var optimizer = new Sgd(0.1, momentum: 0.9) { UpdatesAllInOne = true };
        optimizer.Attach([("used", used), ("unused", unused)]);
        used.sum().backward();

        optimizer.Step();

        Assert.Equal([0.9, 0.9, 0.9], used.Values().Select(value => Math.Round(value, 6)));
        Assert.Equal([1, 1, 1, 1], unused.Values());
    });

    private static Model Fit(string name, bool allInOne, int epochs = 2)
    {
        Model model = Make(name, allInOne);
        DefaultGeneratorSeeded(() => model.Fit(Data(), new FitOptions { BatchSize = 8, Epochs = 1, Shuffle = false }));
        if (epochs == 2)
        {
            DefaultGeneratorSeeded(() => model.Fit(Data(), new FitOptions { BatchSize = 8, InitialEpoch = 1, Epochs = 2, Shuffle = false }));
        }

        return model;
    }

    private static void DefaultGeneratorSeeded(Action work) => TorchThread.Run(() =>
    {
        DefaultGenerator.Seed(11);
        work();
    });

    private static Model Make(string name, bool allInOne)
    {
        Optimizer optimizer = name switch
        {
            "sgd" => new Sgd(0.001),
            "momentum" => new Sgd(0.001, momentum: 0.9),
            "nesterov" => new Sgd(0.001, momentum: 0.9, nesterov: true),
            "adam" => new Adam(0.001),
            "amsgrad" => new Adam(0.001, amsgrad: true),
            "adamw" => new AdamW(0.001),
            "rmsprop" => new RmsProp(0.0001),
            "clipped" => new Adam(0.001) { GlobalClipNorm = 0.5 },
            "accumulated" => new Adam(0.001) { AccumulateSteps = 2 },
            _ => new Adam(0.001) { EmaMomentum = 0.9 },
        };
        optimizer.UpdatesAllInOne = allInOne;
        return TinyModel.Make(optimizer, new SparseCategoricalCrossentropy());
    }

    private static IEnumerable<string> Entries(StateDictionary state) => state.Tensors.Select(
        entry => $"{entry.Key}: {string.Join(' ', TorchThread.Run(() => entry.Value.Values()))}");

    private static BatchSource Data() => BatchSource.From(TinyData.Images(24), TinyData.Shape, TinyData.Labels(24));
}
