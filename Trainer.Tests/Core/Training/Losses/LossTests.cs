using Trainer.Core.Training.Losses;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Training.Losses;

/// <summary>Each loss beside Keras' definition in plain numbers.</summary>
[Collection(TorchCollection.Name)]
public sealed class LossTests
{
    private const double Smoothing = 0.1;

    private static readonly double[][] Logits = [[1, 2, 3, 4], [0, 0, 0, 0], [-5, 2.5, 0.1, 2.4]];
    private static readonly double[][] Shares = [[0.3, 0, 0, 0.7], [1, 0, 0, 0], [0, 0.25, 0.75, 0]];
    private static readonly long[] Indices = [3, 0, 2];
    private static readonly double[] Weights = [2, 0, 0.5];

    [Theory]
    [InlineData(0)]
    [InlineData(Smoothing)]
    public void CategoricalCrossentropy_Shares_IsTheirMeanLoss(double smoothing) => TorchTest.Run(() =>
    {
        double[] expected =
        [
            .. Logits.Zip(Shares, (logits, shares) =>
                -shares.Zip(Softmax(logits), (share, p) => ((share * (1 - smoothing)) + (smoothing / 4)) * Math.Log(p)).Sum()),
        ];

        AssertLoss(new CategoricalCrossentropy(smoothing), Rows(Logits), Rows(Shares), expected);
        AssertLoss(new SparseCategoricalCrossentropy(smoothing), Rows(Logits), Rows(Shares), expected);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(Smoothing)]
    public void CategoricalCrossentropy_Indices_EqualTheirOneHotForm(double smoothing) => TorchTest.Run(() =>
    {
        double[] expected =
        [
            .. Logits.Zip(Indices, (logits, index) =>
                -Softmax(logits).Select((p, i) => (((i == index ? 1 : 0) * (1 - smoothing)) + (smoothing / 4)) * Math.Log(p)).Sum()),
        ];

        AssertLoss(new SparseCategoricalCrossentropy(smoothing), Rows(Logits), tensor(Indices), expected);
        AssertLoss(new CategoricalCrossentropy(smoothing), Rows(Logits), Rows(OneHot()), expected);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(Smoothing)]
    public void BinaryCrossentropy_Values_IsTheMeanOverOutputs(double smoothing) => TorchTest.Run(() =>
    {
        double[] Expected(double[][] labels) =>
        [
            .. Logits.Zip(labels, (logits, values) => values.Zip(logits, (value, logit) =>
            {
                double p = 1 / (1 + Math.Exp(-logit));
                double y = (value * (1 - smoothing)) + (smoothing / 2);
                return -((y * Math.Log(p)) + ((1 - y) * Math.Log(1 - p)));
            }).Average()),
        ];

        AssertLoss(new BinaryCrossentropy(smoothing), Rows(Logits), Rows(Shares), Expected(Shares));
        AssertLoss(new BinaryCrossentropy(smoothing), Rows(Logits), tensor(Indices), Expected(OneHot()));
    });

    [Fact]
    public void BinaryCrossentropy_OneOutput_TakesZerosAndOnes() => TorchTest.Run(() =>
    {
        double[] logits = [2, -1, 0.5];
        long[] labels = [1, 1, 0];
        double[] expected = [.. logits.Zip(labels, (logit, label) => Math.Log(1 + Math.Exp(label == 1 ? -logit : logit)))];

        AssertLoss(new BinaryCrossentropy(), tensor(logits).reshape(3, 1), tensor(labels), expected);
        Assert.Equal(1 / (1 + Math.Exp(-2)), new BinaryCrossentropy().Activate(tensor(logits).reshape(3, 1)).Values()[0], 1e-12);
    });

    [Fact]
    public void MeanSquaredError_ValuesOrIndices_IsTheMeanOverOutputs() => TorchTest.Run(() =>
    {
        double[] Expected(double[][] labels) =>
            [.. Logits.Zip(labels, (outputs, values) => outputs.Zip(values, (output, value) => (output - value) * (output - value)).Average())];

        AssertLoss(new MeanSquaredError(), Rows(Logits), Rows(Shares), Expected(Shares));
        AssertLoss(new MeanSquaredError(), Rows(Logits), tensor(Indices), Expected(OneHot()));
        Assert.Equal(Logits[0], new MeanSquaredError().Activate(Rows(Logits)).Values()[..4]);
    });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    public void Constructors_SmoothingOutOfRange_Throw(double smoothing)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalCrossentropy(smoothing));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryCrossentropy(smoothing));
    }

    /// <summary>The loss of each sample, their mean, and the weighted sum by the number of samples.</summary>
    private static void AssertLoss(Loss loss, Tensor logits, Tensor labels, double[] expected)
    {
        Assert.All(expected.Zip(loss.ComputeEach(logits, labels).Values()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Tensor mean = loss.Compute(logits, labels);
        Assert.Empty(mean.shape);
        Assert.Equal(expected.Average(), mean.item<double>(), 1e-12);
        Assert.Equal(
            expected.Zip(Weights, (value, weight) => value * weight).Sum() / 3, loss.Compute(logits, labels, tensor(Weights)).item<double>(), 1e-12);

        // Through the weights, too, gradients flow.
        Tensor leaf = logits.clone().requires_grad_();
        loss.Compute(leaf, labels, tensor(Weights)).backward();
        double[] slopes = leaf.grad!.Values();
        int outputs = slopes.Length / 3;
        Assert.All(slopes[outputs..(2 * outputs)], slope => Assert.Equal(0, slope));
        Assert.Contains(slopes[..outputs], slope => slope != 0);
    }

    private static double[][] OneHot() => [.. Indices.Select(index => Enumerable.Range(0, 4).Select(i => i == index ? 1.0 : 0).ToArray())];

    private static Tensor Rows(double[][] rows) => tensor(rows.SelectMany(row => row).ToArray()).reshape(rows.Length, -1);

    private static double[] Softmax(double[] logits) => [.. logits.Select(logit => Math.Exp(logit) / logits.Sum(Math.Exp))];
}
