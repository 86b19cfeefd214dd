using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.Transforms;
using Xunit;

namespace Trainer.Tests.Augment.Transforms;

public sealed class GaussianBlurTests
{
    private static readonly ImageShape Shape = new(31, 41, 3);

    [Fact]
    public void Apply_Point_IsTheGaussian()
    {
        var image = new float[Shape.Length];
        int centre = ((15 * Shape.Width) + 20) * 3;
        image[centre] = 1000;

        GaussianBlur.Apply(image, Shape, DataFormat.ChannelsLast, 1.5);

        float peak = image[centre];
        Assert.Equal(Math.Exp(-0.5 / (1.5 * 1.5)), image[centre + 3] / peak, 1e-4);
        Assert.Equal(Math.Exp(-1 / (1.5 * 1.5)), image[centre + 3 + (3 * Shape.Width)] / peak, 1e-4);
        Assert.Equal(1000, image.Sum(), 0.01f);
        Assert.All(image.Where((_, i) => i % 3 != 0), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void Apply_Plain_StaysPlain(DataFormat layout)
    {
        var image = new float[Shape.Length];
        Array.Fill(image, 77);

        GaussianBlur.Apply(image, Shape, layout, GaussianBlur.LargestSigma);

        Assert.All(image, value => Assert.Equal(77, value, 1e-3f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10.5)]
    public void Apply_SigmaOutOfRange_Throws(double sigma) => Assert.Throws<ArgumentOutOfRangeException>(
        () => GaussianBlur.Apply(new float[Shape.Length], Shape, DataFormat.ChannelsLast, sigma));
}
