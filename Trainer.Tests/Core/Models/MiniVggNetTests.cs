using Trainer.Augment.Images;
using Trainer.Core.Models;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Models;

[Collection(TorchCollection.Name)]
public sealed class MiniVggNetTests
{
    [Fact]
    public void Parameters_OfTheTutorial_AreAsManyAsInKeras()
    {
        using Model model = Model.Create(() => new MiniVggNet(new ImageShape(64, 64, 3), classes: 17), seed: 1);

        Assert.Equal(8_466_225, model.CountParameters());
        Assert.Equal(8_464_817, model.CountTrainableParameters());
    }

    [Theory]
    [InlineData(4, 4, 1, 1)]
    [InlineData(9, 14, 2, 5)]
    public void Forward_AnyShape_GivesOneLogitPerClass(int height, int width, int channels, int classes) => TorchTest.Run(() =>
    {
        using var network = new MiniVggNet(new ImageShape(height, width, channels), classes);
        network.eval();

        Tensor logits = network.call(rand(3, channels, height, width));

        Assert.Equal([3, classes], logits.shape);
        Assert.All(logits.Values(), value => Assert.True(double.IsFinite(value)));
    });

    [Fact]
    public void Constructor_SameSeed_GivesTheSameWeights() => TorchTest.Run(() =>
    {
        DefaultGenerator.Seed(7);
        using var first = new MiniVggNet(new ImageShape(8, 8, 3), classes: 2);
        DefaultGenerator.Seed(7);
        using var second = new MiniVggNet(new ImageShape(8, 8, 3), classes: 2);

        Assert.All(
            first.named_parameters().Zip(second.named_parameters()),
            pair => Assert.Equal(pair.First.parameter.Values(), pair.Second.parameter.Values()));
    });

    [Fact]
    public void Constructor_ImageTooSmall_ThrowsAndSaysWhatIsNeeded()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new MiniVggNet(new ImageShape(64, 3, 3), classes: 2));

        Assert.Contains("at least 4×4 pixels; the shape is 64×3×3", e.Message, StringComparison.Ordinal);
    }
}
