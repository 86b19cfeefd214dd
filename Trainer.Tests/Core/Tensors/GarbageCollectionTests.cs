using TorchSharp;
using TorchSharp.Modules;
using Trainer.Core.Checkpoints;
using Trainer.Core.Models;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Tensors;

/// <summary>
/// A garbage collection at any moment changes nothing: beside a thread that collects without a pause everything comes out bit for bit as
/// without it. When numbers were converted to scalars in passing, one of some hundred thousand was freed before libtorch had read it.
/// </summary>
[Collection(TorchCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class GarbageCollectionTests
{
    // Fourteen optimizers make over a million numbers.
    private const int NumbersPerOptimizer = 75_000;
    private const int WeightTensors = 50;
    private const int LossesPerLoss = 20_000;
    private const int BatchesPerLayer = 10_000;
    private const int Samples = 12;
    private const int Steps = 100;

    /// <summary>The optimizers, and how many numbers each needs to update a weight tensor.</summary>
    public static TheoryData<string, int> Optimizers => new()
    {
        { "sgd", 1 },
        { "momentum", 3 },
        { "nesterov", 5 },
        { "adam", 6 },
        { "amsgrad", 6 },
        { "adamw", 7 },
        { "rmsprop", 4 },
        { "rmsprop all", 8 },
        { "average", 3 },
        { "accumulation", 4 },
        { "clip norm", 3 },
        { "clip value", 3 },
        { "global clip norm", 5 },
        { "everything", 14 },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_AnyOptimizerBesideCollections_GivesTheSameBits(string name, int numbersPerWeight) =>
        AssertSame(() => Update(name, updates: NumbersPerOptimizer / WeightTensors / numbersPerWeight));

    [Fact]
    public void Optimizers_HereAndElsewhere_AreTheSame() =>
        Assert.Equal(Variants.Optimizers.Select(row => row.Data), Optimizers.Select(row => row.Data.Item1));

    [Theory]
    [MemberData(nameof(Variants.Losses), MemberType = typeof(Variants))]
    public void Compute_AnyLossBesideCollections_GivesTheSameBits(string name) => AssertSame(() => Compute(Variants.Loss(name)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_BatchNormBesideCollections_GivesTheSameBits(bool ofImages) => AssertSame(() => Normalize(ofImages));

    /// <summary>Whole steps: too few numbers to meet a collection for certain, but all that a step is made of.</summary>
    [Theory]
    [MemberData(nameof(Variants.Losses), MemberType = typeof(Variants))]
    public void TrainOnBatch_AnyLossBesideCollections_GivesTheSameBits(string name) => AssertSame(() => Train(Variants.Loss(name)));

    private static void AssertSame(Func<double[]> compute)
    {
        double[] expected = compute();

        using var collecting = new CollectingThread();
        double[] found = compute();
        collecting.Dispose();

        Assert.NotEqual(0, collecting.Rounds);
        Assert.All(expected, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(expected, found);
    }

    /// <summary>The optimizer's state and the weights after many updates of small tensors by a gradient of their own size.</summary>
    private static double[] Update(string name, int updates) => TorchThread.Run(() =>
    {
        using Optimizer optimizer = Variants.Optimizer(name);
        Parameter[] weights = [.. Enumerable.Range(0, WeightTensors).Select(i => new Parameter(tensor(new[] { 0.5f + i, -1, 2 })))];
        using Tensor statistic = tensor(new[] { 1f });
        optimizer.Attach([.. weights.Select((weight, i) => ($"{i}", weight))], [("statistic", statistic)]);
        for (int update = 0; update < updates; update++)
        {
            for (int step = 0; step < optimizer.AccumulateSteps; step++)
            {
                foreach (Parameter weight in weights)
                {
                    using Tensor detached = weight.detach();
                    using Tensor gradient = detached.clone();
                    weight.grad = gradient;
                }

                optimizer.Step();
            }
        }

        double[] values = [.. weights.SelectMany(weight => weight.Values()), .. Slots(optimizer)];
        Array.ForEach(weights, weight => weight.Dispose());
        return values;
    });

    /// <summary>The losses of the same outputs, over and over.</summary>
    private static double[] Compute(Loss loss) => TorchThread.Run(() =>
    {
        using Tensor logits = tensor(new[] { 0.5f, -1, 2, 1, 0, -3 }, [2, 3]);
        using Tensor labels = tensor(new[] { 2L, 0 });
        double[] losses = new double[LossesPerLoss];
        for (int i = 0; i < losses.Length; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            losses[i] = loss.Compute(logits, labels).item<float>();
        }

        return losses;
    });

    /// <summary>The state of a layer after many batches in training.</summary>
    private static double[] Normalize(bool ofImages) => TorchThread.Run(() =>
    {
        using BatchNormLayer layer = ofImages ? new ImageBatchNorm(channels: 2) : new DenseBatchNorm(features: 2);
        using Tensor batch = tensor(new float[] { 1, -2, 3, 4, 5, 9, -7, 8 }, ofImages ? [2, 2, 2, 1] : [4, 2]);
        for (int i = 0; i < BatchesPerLayer; i++)
        {
            using Tensor output = layer.call(batch);
        }

        return layer.state_dict().OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Values()).ToArray();
    });

    /// <summary>The losses of steps of training, and the optimizer's state after them.</summary>
    private static double[] Train(Loss loss)
    {
        using Model model = TinyModel.Make(Variants.Optimizer("everything"), loss);
        using SampleBatch batch = SampleBatch.From(TinyData.Images(Samples), TinyData.Shape, TinyData.Labels(Samples));
        double[] losses = [.. Enumerable.Range(0, Steps).Select(_ => model.TrainOnBatch(batch).Logs["loss"])];
        return [.. losses, .. model.Weights(), .. TorchThread.Run(() => Slots(model.Optimizer!))];
    }

    private static double[] Slots(Optimizer optimizer)
    {
        using var state = new StateDictionary();
        optimizer.SaveState(state);
        return [.. state.Tensors.Values.SelectMany(value => value.Values())];
    }
}
