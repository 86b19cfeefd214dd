using TorchSharp;
using Trainer.Core.Models;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Models;

[Collection(TorchCollection.Name)]
public sealed class ImageBatchNormTests
{
    [Fact]
    public void State_OfANewLayer_IsThatOfTorchsBatchNorm2d() => TorchTest.Run(() =>
    {
        using var layer = new ImageBatchNorm(channels: 2);

        Assert.Equal(["bias", "num_batches_tracked", "running_mean", "running_var", "weight"], layer.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal([1, 1], layer.get_parameter("weight")!.Values());
        Assert.Equal([0, 0], layer.get_parameter("bias")!.Values());
        Assert.Equal([0, 0], layer.get_buffer("running_mean")!.Values());
        Assert.Equal([1, 1], layer.get_buffer("running_var")!.Values());
        Assert.Equal(ScalarType.Int64, layer.get_buffer("num_batches_tracked")!.dtype);
        Assert.Empty(layer.get_buffer("num_batches_tracked")!.shape);
    });

    [Fact]
    public void Forward_Training_CountsItsBatches_EvaluatingDoesNot() => TorchTest.Run(() =>
    {
        using var layer = new ImageBatchNorm(channels: 1);
        Tensor images = tensor(new float[] { 1, 2, 3, 4 }).reshape(2, 1, 1, 2);

        _ = layer.call(images);
        _ = layer.call(images);
        layer.eval();
        double[] output = layer.call(images).Values();

        Assert.Equal([2], layer.get_buffer("num_batches_tracked")!.Values());

        // Twice: running = 0.99 · running + 0.01 · new, from mean 0 and variance 1; the unbiased variance is 5/3.
        double mean = 2.5 * 0.0199;
        double variance = 0.9801 + (5.0 / 3 * 0.0199);
        Assert.Equal((1 - mean) / Math.Sqrt(variance + 1e-3), output[0], 1e-6);
    });

    [Fact]
    public void Forward_MovedToAnotherType_UsesWhatWasMoved() => TorchTest.Run(() =>
    {
        using var layer = new ImageBatchNorm(channels: 1);

        layer.to(ScalarType.Float64);
        Tensor output = layer.call(tensor(new double[] { 1, 2, 3, 4 }).reshape(2, 1, 1, 2));

        Assert.Equal(ScalarType.Float64, output.dtype);
        Assert.Equal(-1.5 / Math.Sqrt(1.25 + 1e-3), output.Values()[0], 1e-12);
        Assert.Equal([1], layer.get_buffer("num_batches_tracked")!.Values());
        Assert.Equal(0.025, layer.get_buffer("running_mean")!.Values()[0], 1e-12);
    });

    [Fact]
    public void Networks_MadeInAScope_OutliveIt() => TorchTest.Run(() =>
    {
        Module<Tensor, Tensor> network;
        using (NewDisposeScope())
        {
            network = new MiniVggNet(new(8, 8, 1), classes: 2);
        }

        using (network)
        {
            network.eval();
            Assert.Equal([1, 2], network.call(zeros(1, 1, 8, 8)).shape);
        }
    });

    [Fact]
    public void Forward_WithoutASide_IsRefused() => TorchTest.Run(() =>
    {
        using var layer = new ImageBatchNorm(channels: 2);

        ArgumentException e = Assert.Throws<ArgumentException>("input", () => layer.call(zeros(4, 2, 3)));

        Assert.StartsWith("The input has 3 dimensions; images have four, N×C×H×W.", e.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Constructor_NoChannels_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>("features", () => new ImageBatchNorm(channels: 0));
}
