using Trainer.Core.Training.Losses;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Training.Losses;

[Collection(TorchCollection.Name)]
public sealed class SparseCategoricalCrossentropyTests
{
    private static readonly double[][] Logits = [[1, 2, 3, 4], [0, 0, 0, 0], [-5, 2.5, 0.1, 2.4]];
    private static readonly long[] Labels = [3, 0, 2];

    [Fact]
    public void Compute_AnyLogits_IsTheMeanOfMinusLogSoftmax() => TorchTest.Run(() =>
    {
        double expected = Logits.Zip(Labels).Average(sample => -Math.Log(Softmax(sample.First)[sample.Second]));

        Tensor loss = new SparseCategoricalCrossentropy().Compute(LogitsTensor(), tensor(Labels));

        Assert.Empty(loss.shape);
        Assert.Equal(expected, loss.item<double>(), 1e-12);
    });

    [Fact]
    public void Compute_Backward_GivesSoftmaxMinusOneHotOverN() => TorchTest.Run(() =>
    {
        Tensor logits = LogitsTensor().requires_grad_();

        new SparseCategoricalCrossentropy().Compute(logits, tensor(Labels)).backward();

        double[] expected =
        [
            .. Logits.Zip(Labels).SelectMany(sample =>
                Softmax(sample.First).Select((share, index) => (share - (index == sample.Second ? 1 : 0)) / Labels.Length)),
        ];
        Assert.All(expected.Zip(logits.grad!.Values()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    });

    [Fact]
    public void Compute_HugeLogits_StaysFinite() => TorchTest.Run(() =>
    {
        Tensor loss = new SparseCategoricalCrossentropy().Compute(tensor(new float[,] { { 1e4f, -1e4f } }), tensor(new long[] { 1 }));

        Assert.Equal(2e4, loss.item<float>());
    });

    [Fact]
    public void Activate_AnyLogits_IsSoftmaxOfEachSample() => TorchTest.Run(() =>
    {
        double[] probabilities = new SparseCategoricalCrossentropy().Activate(LogitsTensor()).Values();

        Assert.All(Logits.SelectMany(Softmax).Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    });

    private static Tensor LogitsTensor() => tensor(Logits.SelectMany(row => row).ToArray()).reshape(Logits.Length, -1);

    private static double[] Softmax(double[] logits) => [.. logits.Select(logit => Math.Exp(logit) / logits.Sum(Math.Exp))];
}
