using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Schedules;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training.Optimizers;

/// <summary>Each optimizer beside Keras' formula in plain numbers, and what all of them share.</summary>
[Collection(TorchCollection.Name)]
public sealed class OptimizerTests
{
    public static TheoryData<string> Names => [.. Makers.Keys];

    private static Dictionary<string, Func<Optimizer>> Makers { get; } = new()
    {
        ["sgd"] = () => new Sgd(0.02),
        ["momentum"] = () => new Sgd(0.02, momentum: 0.9, decay: 0.01),
        ["nesterov"] = () => new Sgd(0.02, momentum: 0.9, nesterov: true),
        ["adam"] = () => new Adam(0.05),
        ["amsgrad"] = () => new Adam(0.05, amsgrad: true),
        ["adamw"] = () => new AdamW(0.05),
        ["rmsprop"] = () => new RmsProp(0.01),
        ["rmsprop all"] = () => new RmsProp(0.01, momentum: 0.5, centered: true),
        ["scheduled"] = () => new Sgd(new CosineDecay(0.1, 30), momentum: 0.5),
        ["averaged"] = () => new Sgd(0.02) { EmaMomentum = 0.9 },
        ["accumulating"] = () => new Sgd(0.02, momentum: 0.9) { AccumulateSteps = 3, GlobalClipNorm = 2 },
    };

    [Fact]
    public void Sgd_Nesterov_EqualsKerasFormula() => TorchTest.Run(() =>
    {
        double[] v = new double[4];
        using var optimizer = new Sgd(0.02, momentum: 0.9, decay: 0.1, nesterov: true);
        new Slope(optimizer).AssertFollows((w, g, t) =>
        {
            double rate = 0.02 / (1 + (0.1 * (t - 1)));
            for (int i = 0; i < w.Length; i++)
            {
                v[i] = (0.9 * v[i]) - (rate * g[i]);
                w[i] += (0.9 * v[i]) - (rate * g[i]);
            }
        });
    });

    [Fact]
    public void Sgd_WeightDecay_IsDecoupledFromTheGradient() => TorchTest.Run(() =>
    {
        using var optimizer = new Sgd(0.02) { WeightDecay = 0.5 };
        new Slope(optimizer).AssertFollows((w, g, _) =>
        {
            for (int i = 0; i < w.Length; i++)
            {
                w[i] = w[i] - (0.02 * 0.5 * w[i]) - (0.02 * g[i]);
            }
        });
    });

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 0.004)]
    public void Adam_AnyForm_EqualsKerasFormula(bool amsgrad, double decay) => TorchTest.Run(() =>
    {
        (double[] m, double[] v, double[] hat) = (new double[4], new double[4], new double[4]);
        using Optimizer optimizer = decay > 0 ? new AdamW(0.05) : new Adam(0.05, amsgrad: amsgrad);
        new Slope(optimizer).AssertFollows((w, g, t) =>
        {
            double alpha = 0.05 * Math.Sqrt(1 - Math.Pow(0.999, t)) / (1 - Math.Pow(0.9, t));
            for (int i = 0; i < w.Length; i++)
            {
                w[i] -= w[i] * decay * 0.05;
                m[i] += (g[i] - m[i]) * (1 - 0.9);
                v[i] += ((g[i] * g[i]) - v[i]) * (1 - 0.999);
                hat[i] = Math.Max(hat[i], v[i]);
                w[i] -= m[i] * alpha / (Math.Sqrt(amsgrad ? hat[i] : v[i]) + 1e-7);
            }
        });
    });

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.7, false)]
    [InlineData(0, true)]
    [InlineData(0.7, true)]
    public void RmsProp_AnyForm_EqualsKerasFormula(double momentum, bool centered) => TorchTest.Run(() =>
    {
        (double[] v, double[] b, double[] mean) = (new double[4], new double[4], new double[4]);
        using var optimizer = new RmsProp(0.01, momentum: momentum, centered: centered);
        new Slope(optimizer).AssertFollows((w, g, _) =>
        {
            for (int i = 0; i < w.Length; i++)
            {
                v[i] = (0.9 * v[i]) + (0.1 * g[i] * g[i]);
                mean[i] = (0.9 * mean[i]) + (0.1 * g[i]);
                double divisor = centered ? v[i] - (mean[i] * mean[i]) + 1e-7 : v[i] + 1e-7;
                b[i] = (momentum * b[i]) + (0.01 * g[i] / Math.Sqrt(divisor));
                w[i] -= b[i];
            }
        });
    });

    [Fact]
    public void RmsProp_DefaultsOfKerasOwnExample_GivesItsNumber() => TorchTest.Run(() =>
    {
        // 10 − 0.1·10/√(0.1·100): keras.optimizers.RMSprop's docstring.
        using var optimizer = new RmsProp(0.1);
        using var weight = new TorchSharp.Modules.Parameter(TorchSharp.torch.tensor(new[] { 10.0 }));
        optimizer.Attach([("weight", weight)]);
        weight.Squared().sum().Times(0.5).backward();
        optimizer.Step();

        Assert.Equal(9.683772, weight.Values()[0], 1e-6);
    });

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e9)]
    public void ClipNorm_GradientOfLengthL_IsScaledToTheLimitWhereLonger(double limit) => TorchTest.Run(() =>
    {
        using var optimizer = new Sgd(0.1) { ClipNorm = limit };
        new Slope(optimizer).AssertFollows((w, g, _) =>
        {
            double length = Math.Sqrt(g.Sum(x => x * x));
            Move(w, g, 0.1 * limit / Math.Max(length, limit));
        });
    });

    [Fact]
    public void ClipValue_LargeGradient_IsCut() => TorchTest.Run(() =>
    {
        using var optimizer = new Sgd(0.1) { ClipValue = 0.3 };
        new Slope(optimizer).AssertFollows((w, g, _) => Move(w, [.. g.Select(x => Math.Clamp(x, -0.3, 0.3))], 0.1));
    });

    [Fact]
    public void GlobalClipNorm_TwoTensors_AreScaledByOneFactor() => TorchTest.Run(() =>
    {
        using var optimizer = new Sgd(1.0) { GlobalClipNorm = 1 };
        using var first = new TorchSharp.Modules.Parameter(TorchSharp.torch.tensor(new[] { 3.0 }));
        using var second = new TorchSharp.Modules.Parameter(TorchSharp.torch.tensor(new[] { 4.0 }));
        optimizer.Attach([("first", first), ("second", second)]);
        first.Squared().Plus(second.Squared()).sum().Times(0.5).backward();
        optimizer.Step();

        // Gradients 3 and 4 have length 5 together, and become 0.6 and 0.8.
        Assert.Equal(2.4, first.Values()[0], 1e-12);
        Assert.Equal(3.2, second.Values()[0], 1e-12);
    });

    [Fact]
    public void Attach_TwoWaysOfClipping_Throws()
    {
        using var optimizer = new Sgd { ClipNorm = 1, ClipValue = 2 };

        Assert.Equal(
            "Gradients can be clipped in one way only; given are ClipNorm = 1 and ClipValue = 2.",
            Assert.Throws<InvalidOperationException>(() => optimizer.Attach([])).Message);
    }

    [Fact]
    public void AccumulateSteps_ThreeGradients_MakeOneUpdateWithTheirMean() => TorchTest.Run(() =>
    {
        using var optimizer = new Sgd(0.02) { AccumulateSteps = 3 };
        var slope = new Slope(optimizer);
        Assert.False(slope.Step(1));
        Assert.False(slope.Step(2));
        Assert.Equal(Slope.Start, slope.Weights);
        Assert.True(slope.Step(6));

        double[] expected = Slope.Start;
        Move(expected, [.. Slope.Start.Zip(Slope.Curvature, (w, c) => 3 * c * w)], 0.02);
        Assert.All(expected.Zip(slope.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(1, optimizer.Updates);
    });

    [Fact]
    public void EmaMomentum_Updates_AverageWeightsAndStatistics() => TorchTest.Run(() =>
    {
        using var optimizer = new Sgd(0.05) { EmaMomentum = 0.8 };
        var slope = new Slope(optimizer);
        double[]? average = null;
        double statistic = 0;
        for (int t = 1; t <= 10; t++)
        {
            slope.Statistic.zero_().AddInPlace((double)t);
            slope.Step();
            double[] w = slope.Weights;
            average = average is null ? w : [.. average.Zip(w, (a, b) => (0.8 * a) + (0.2 * b))];
            statistic = t == 1 ? 1 : (0.8 * statistic) + (0.2 * t);
        }

        double[] trained = slope.Weights;
        optimizer.Average!.Swap();
        Assert.All(average!.Zip(slope.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(statistic, slope.Statistic.Values()[0], 1e-12);
        optimizer.Average.Swap();
        Assert.Equal(trained, slope.Weights);
        Assert.Equal(10, slope.Statistic.Values()[0]);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void LoadState_OfAnotherRun_GoesOnAsThatRun(string name) => TorchTest.Run(() =>
    {
        // Seven steps are in the midst of an accumulation of three.
        using Optimizer straight = Makers[name]();
        var path = new Slope(straight);
        Times(7, path);
        using var state = new StateDictionary();
        straight.SaveState(state.Section("optimizer"));
        using Optimizer resumed = Makers[name]();
        var other = new Slope(resumed);
        other.CopyWeights(path);
        resumed.LoadState(state.Section("optimizer"));
        Times(8, path);
        Times(8, other);

        Assert.Equal(straight.Updates, resumed.Updates);
        Assert.Equal(straight.CurrentLearningRate, resumed.CurrentLearningRate);
        Assert.Equal(path.Weights, other.Weights);
        straight.Average?.Swap();
        resumed.Average?.Swap();
        Assert.Equal(path.Weights, other.Weights);
    });

    [Fact]
    public void LearningRate_SetWithoutSchedule_CountsFromTheNextUpdate()
    {
        using var optimizer = new Sgd(0.1);
        optimizer.LearningRate = 0.2;
        Assert.Equal(0.2, optimizer.CurrentLearningRate);
    }

    [Fact]
    public void LearningRate_SetBesideASchedule_SaysWhy()
    {
        using var optimizer = new Sgd(new CosineDecay(0.1, 10));
        Assert.StartsWith(
            "A CosineDecay decides the learning rate", Assert.Throws<InvalidOperationException>(() => optimizer.LearningRate = 0.2).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Sgd(new CosineDecay(0.1, 10), decay: 0.1));
    }

    [Fact]
    public void Options_OutOfRangeOrTooLate_Throw()
    {
        using var optimizer = new Sgd();
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.WeightDecay = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ClipNorm = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.AccumulateSteps = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.EmaMomentum = 1);
        optimizer.Attach([]);
        Assert.Throws<InvalidOperationException>(() => optimizer.WeightDecay = 1);
    }

    private static void Times(int steps, Slope slope)
    {
        for (int i = 0; i < steps; i++)
        {
            slope.Step();
        }
    }

    private static void Move(double[] w, double[] g, double rate)
    {
        for (int i = 0; i < w.Length; i++)
        {
            w[i] -= rate * g[i];
        }
    }
}
