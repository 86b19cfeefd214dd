using TorchSharp.Modules;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Optimizers;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Training.Optimizers;

/// <summary>Weights on a curved slope: the loss is Σ ½·c·w², its gradient c·w.</summary>
internal sealed class Slope : IDisposable
{
    public static readonly double[] Curvature = [1, 10, 0.1, -0.5];

    private readonly Parameter _weights = new(tensor(new[] { 1, -2, 3, 0.25 }));

    public Slope(Optimizer optimizer)
    {
        Optimizer = optimizer;
        optimizer.Attach([("weights", _weights)], [("statistic", Statistic)]);
    }

    public Optimizer Optimizer { get; }

    /// <summary>Stands for a running statistic of batch normalisation.</summary>
    public Tensor Statistic { get; } = zeros(1, ScalarType.Float64);

    public double[] Weights => _weights.Values();

    public static double[] Start => [1, -2, 3, 0.25];

    public void Dispose() => _weights.Dispose();

    public void CopyWeights(Slope other)
    {
        using IDisposable noGrad = no_grad();
        _weights.copy_(other._weights);
    }

    /// <summary>A gradient that <paramref name="scale"/> multiplies, and a step.</summary>
    public bool Step(double scale = 1)
    {
        if (!Optimizer.IsAccumulating)
        {
            _weights.grad?.zero_();
        }

        (tensor(Curvature) * _weights.Squared()).Times(scale / 2).sum().backward();
        return Optimizer.Step();
    }

    /// <summary>Steps beside a formula in plain numbers, which gets weights, their gradients and the update's number from 1.</summary>
    public void AssertFollows(Action<double[], double[], int> formula, int updates = 40)
    {
        double[] w = Start;
        for (int t = 1; t <= updates; t++)
        {
            formula(w, [.. w.Select((weight, i) => Curvature[i] * weight)], t);
            Step();
            Assert.All(w.Zip(Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        }
    }
}
