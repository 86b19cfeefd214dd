using Trainer.Core.Models;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Models;

[Collection(TorchCollection.Name)]
public sealed class KerasDefaultsTests
{
    [Fact]
    public void Conv3x3_New_HasGlorotUniformWeightsAndZeroBiases() => TorchTest.Run(() =>
    {
        using Module<Tensor, Tensor> layer = KerasDefaults.Conv3x3(inputs: 16, outputs: 32);

        AssertGlorotUniform(layer, fanIn: 16 * 9, fanOut: 32 * 9);
        Assert.Equal([2, 32, 5, 7], layer.call(zeros(2, 16, 5, 7)).shape);
    });

    [Fact]
    public void Dense_New_HasGlorotUniformWeightsAndZeroBiases() => TorchTest.Run(() =>
    {
        using Module<Tensor, Tensor> layer = KerasDefaults.Dense(inputs: 90, outputs: 60);

        AssertGlorotUniform(layer, fanIn: 90, fanOut: 60);
    });

    [Fact]
    public void BatchNormOfImages_Training_HasKerasConstants() => TorchTest.Run(() =>
    {
        using Module<Tensor, Tensor> layer = KerasDefaults.BatchNormOfImages(channels: 1);

        // Mean 2.5, biased variance 1.25, unbiased 5/3.
        double[] output = layer.call(tensor(new float[] { 1, 2, 3, 4 }).reshape(2, 1, 1, 2)).Values();

        Assert.Equal(-1.5 / Math.Sqrt(1.25 + 1e-3), output[0], 1e-6);
        Assert.Equal(0.025, layer.get_buffer("running_mean")!.Values()[0], 1e-6);
        Assert.Equal(0.99 + (0.01 * 5 / 3), layer.get_buffer("running_var")!.Values()[0], 1e-6);
    });

    [Fact]
    public void BatchNormOfFeatures_New_KeepsTheBiasedVariance()
    {
        using Module<Tensor, Tensor> layer = KerasDefaults.BatchNormOfFeatures(features: 3);

        Assert.IsType<DenseBatchNorm>(layer);
    }

    /// <summary>Uniform between ±√(6 / (fan-in + fan-out)): X. Glorot and Y. Bengio, 2010, equation 16.</summary>
    private static void AssertGlorotUniform(Module<Tensor, Tensor> layer, int fanIn, int fanOut)
    {
        double[] weights = layer.get_parameter("weight")!.Values();
        double limit = Math.Sqrt(6.0 / (fanIn + fanOut));
        double deviation = Math.Sqrt(weights.Average(weight => weight * weight));

        Assert.InRange(weights.Max(), 0.99 * limit, limit);
        Assert.InRange(weights.Min(), -limit, -0.99 * limit);
        Assert.InRange(weights.Average(), -0.03 * limit, 0.03 * limit);
        Assert.InRange(deviation, 0.97 * limit / Math.Sqrt(3), 1.03 * limit / Math.Sqrt(3));
        Assert.All(layer.get_parameter("bias")!.Values(), bias => Assert.Equal(0, bias));
    }
}
