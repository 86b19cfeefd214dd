using Trainer.Core.Models;
using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Models;

/// <summary>By hand: feature 1 of the batch has mean 2.5 and biased variance 1.25, feature 2 has 0 and 4.</summary>
[Collection(TorchCollection.Name)]
public sealed class DenseBatchNormTests
{
    private const double Tolerance = 1e-6;
    private static readonly float[,] Batch = { { 1, -2 }, { 2, -2 }, { 3, 2 }, { 4, 2 } };

    [Fact]
    public void Forward_Training_NormalisesByTheBatch() => TorchTest.Run(() =>
    {
        using var layer = new DenseBatchNorm(features: 2);

        double[] output = layer.call(tensor(Batch)).Values();

        double first = Math.Sqrt(1.25 + 1e-3);
        double second = Math.Sqrt(4 + 1e-3);
        double[] expected = [-1.5 / first, -2 / second, -0.5 / first, -2 / second, 0.5 / first, 2 / second, 1.5 / first, 2 / second];
        AssertClose(expected, output);
    });

    [Fact]
    public void Forward_TrainingTwice_KeepsTheBiasedRunningVariance() => TorchTest.Run(() =>
    {
        using var layer = new DenseBatchNorm(features: 2);

        _ = layer.call(tensor(Batch));
        _ = layer.call(tensor(Batch));

        // Twice: running = 0.99 · running + 0.01 · new, from mean 0 and variance 1.
        AssertClose([2.5 * 0.0199, 0], layer.get_buffer("running_mean")!.Values());
        AssertClose([0.9801 + (1.25 * 0.0199), 0.9801 + (4 * 0.0199)], layer.get_buffer("running_var")!.Values());
    });

    [Fact]
    public void Forward_Evaluating_NormalisesByTheRunningValuesAndKeepsThem() => TorchTest.Run(() =>
    {
        using var layer = new DenseBatchNorm(features: 2);
        _ = layer.call(tensor(Batch));
        layer.eval();

        double[] output = layer.call(tensor(new float[,] { { 10, 10 } })).Values();

        AssertClose(
            [(10 - 0.025) / Math.Sqrt(0.99 + 0.0125 + 1e-3), 10 / Math.Sqrt(0.99 + 0.04 + 1e-3)],
            output,
            tolerance: 1e-5);
        AssertClose([0.025, 0], layer.get_buffer("running_mean")!.Values());
    });

    [Fact]
    public void Backward_Training_GivesTheGradientsOfTheFormula() => TorchTest.Run(() =>
    {
        using var layer = new DenseBatchNorm(features: 2);
        Tensor input = tensor(Batch, requires_grad: true);
        Tensor reference = tensor(Batch, requires_grad: true);
        Tensor outer = tensor(new float[,] { { 1, 0 }, { 0, 3 }, { -2, 1 }, { 0, 5 } });

        (layer.call(input) * outer).sum().backward();
        Tensor mean = reference.mean([0], keepdim: true);
        Tensor variance = (reference - mean).Squared().mean([0], keepdim: true);
        (((reference - mean) / variance.Plus(1e-3).sqrt()) * outer).sum().backward();

        AssertClose(reference.grad!.Values(), input.grad!.Values(), tolerance: 1e-5);
    });

    private static void AssertClose(double[] expected, double[] actual, double tolerance = Tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
