using TorchSharp.Modules;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Optimizers;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Training.Optimizers;

[Collection(TorchCollection.Name)]
public sealed class SgdTests
{
    [Fact]
    public void Step_ThreeUpdatesOfAConstantGradient_EqualThePaperAndPencilOnes() => TorchTest.Run(() =>
    {
        using var optimizer = new Sgd(learningRate: 0.1, momentum: 0.5, decay: 1);
        Parameter weight = Weights(1);
        optimizer.Attach([("weight", weight)]);
        var path = new List<double>();

        for (int update = 0; update < 3; update++)
        {
            StepDownSlope(optimizer, weight, weight.Times(2).sum());
            path.Add(weight.Values()[0]);
        }

        // Rates 1/10, 1/20, 1/30; velocities -1/5, -1/10 - 1/10, -1/10 - 1/15. (Torch's form would give -1/4 for the last.)
        Assert.Equal([0.8, 0.6, 0.6 - (1.0 / 6)], path, new Near(1e-12));
    });

    [Fact]
    public void Step_FiftyUpdatesWithMomentumAndDecay_EqualKerasFormula() => TorchTest.Run(() =>
    {
        const double Rate = 0.01;
        const double Momentum = 0.9;
        const double Decay = 0.01 / 75;
        double[] curvature = [1, 10, 0.1, -0.5];
        double[] w = [1, -2, 3, 0.25];
        double[] v = new double[w.Length];
        using var optimizer = new Sgd(Rate, Momentum, Decay);
        Parameter weights = Weights(w);
        Tensor curvatures = tensor(curvature);
        optimizer.Attach([("weights", weights)]);

        for (int t = 0; t < 50; t++)
        {
            double rate = Rate / (1 + (Decay * t));
            Assert.Equal(rate, optimizer.CurrentLearningRate, 1e-15);
            for (int i = 0; i < w.Length; i++)
            {
                v[i] = (Momentum * v[i]) - (rate * curvature[i] * w[i]);
                w[i] += v[i];
            }

            StepDownSlope(optimizer, weights, (curvatures * weights.Squared()).sum().Times(0.5));
            Assert.Equal(w, weights.Values(), new Near(1e-12));
        }

        Assert.Equal(50, optimizer.Updates);
    });

    [Fact]
    public void Step_ParameterWithoutGradient_StaysAsItIs() => TorchTest.Run(() =>
    {
        using var optimizer = new Sgd(learningRate: 0.1, momentum: 0.9);
        Parameter used = Weights(1);
        Parameter unused = Weights(5);
        optimizer.Attach([("used", used), ("unused", unused)]);

        StepDownSlope(optimizer, used, used.sum());

        Assert.Equal(0.9, used.Values()[0], 1e-12);
        Assert.Equal(5, unused.Values()[0]);
    });

    [Fact]
    public void Step_BeforeItHasWeights_Throws()
    {
        using var optimizer = new Sgd();

        Assert.Contains("Model.Compile", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_Twice_Throws()
    {
        using var optimizer = new Sgd();
        optimizer.Attach([]);

        Assert.Throws<InvalidOperationException>(() => optimizer.Attach([]));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(-0.1, 0, 0)]
    [InlineData(0.1, -0.1, 0)]
    [InlineData(0.1, 1, 0)]
    [InlineData(0.1, 0.9, -1e-9)]
    public void Constructor_ValueOutOfRange_Throws(double learningRate, double momentum, double decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(learningRate, momentum, decay));

    private static Parameter Weights(params double[] values) => new(tensor(values));

    private static void StepDownSlope(Sgd optimizer, Parameter weights, Tensor loss)
    {
        weights.grad?.zero_();
        loss.backward();
        optimizer.Step();
    }

    private sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
