using Trainer.Augment.Images;
using Trainer.Core.Models;
using Trainer.Core.Training;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Models;

[Collection(TorchCollection.Name)]
public sealed class ResNetTests
{
    /// <summary>The paper's table 6 has 0.27 million for 20 layers; the exact numbers follow from its description.</summary>
    [Theory]
    [InlineData(1, 75_290)]
    [InlineData(2, 172_506)]
    [InlineData(3, 269_722)]
    public void Parameters_OfThePaper_AreAsMany(int blocks, int expected)
    {
        using Model model = Model.Create(() => new ResNet(new ImageShape(32, 32, 3), classes: 10, blocks), seed: 1);

        Assert.Equal(expected, model.CountTrainableParameters());
    }

    [Fact]
    public void Block_WhoseConvolutionsGiveNothing_PassesItsInputOn() => TorchTest.Run(() =>
    {
        using var block = new ResidualBlock(inputs: 2, outputs: 2);
        Silence(block);
        Tensor input = rand(1, 2, 3, 3);

        Assert.Equal(input.Values(), block.call(input).Values());
    });

    [Fact]
    public void Block_WithMoreChannels_PassesEverySecondPixelAndZeros() => TorchTest.Run(() =>
    {
        using var block = new ResidualBlock(inputs: 1, outputs: 3);
        Silence(block);

        Tensor output = block.call(tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }).reshape(1, 1, 3, 3));

        Assert.Equal([1, 3, 2, 2], output.shape);
        Assert.Equal([0, 0, 0, 0, 1, 3, 7, 9, 0, 0, 0, 0], output.Values());
    });

    private static void Silence(ResidualBlock block)
    {
        block.eval();
        using IDisposable noGrad = no_grad();
        foreach (Tensor weights in block.parameters())
        {
            weights.zero_();
        }
    }
}
