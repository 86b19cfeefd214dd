using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.Transforms;
using Xunit;

namespace Trainer.Tests.Augment.Transforms;

public sealed class ColorJitterTests
{
    private static readonly ImageShape Pixel = new(1, 1, 3);

    [Fact]
    public void Apply_ThirdOfATurn_RedBecomesGreen()
    {
        float[] image = [200, 50, 50];

        ColorJitter.Apply(image, Pixel, DataFormat.ChannelsLast, new ColorJitterFactors(1, 1, 1 / 3.0));

        AssertClose([50, 200, 50], image);
    }

    [Fact]
    public void Apply_WholeTurn_ChangesNothing()
    {
        float[] image = [10, 200, 90];

        ColorJitter.Apply(image, Pixel, DataFormat.ChannelsLast, new ColorJitterFactors(1, 1, -1));

        AssertClose([10, 200, 90], image);
    }

    [Fact]
    public void Apply_NoSaturation_IsGrey()
    {
        float[] image = [100, 200, 50];

        ColorJitter.Apply(image, Pixel, DataFormat.ChannelsLast, new ColorJitterFactors(1, 0, 0));

        AssertClose([153, 153, 153], image);
    }

    [Fact]
    public void Apply_DoubleContrast_MovesAwayFromTheMeanGreyAndClamps()
    {
        var shape = new ImageShape(1, 2, 3);
        float[] image = [50, 200, 50, 200, 50, 200];

        ColorJitter.Apply(image, shape, DataFormat.ChannelsFirst, new ColorJitterFactors(2, 1, 0));

        AssertClose([0, 255, 0, 255, 0, 255], image);
    }

    [Fact]
    public void Apply_GreyImage_OnlyContrast()
    {
        float[] image = [100, 120];

        ColorJitter.Apply(image, new ImageShape(1, 2, 1), DataFormat.ChannelsLast, new ColorJitterFactors(0.5, 0, 0.3));

        AssertClose([105, 115], image);
    }

    [Fact]
    public void Apply_Alpha_Stays()
    {
        float[] image = [10, 20, 30, 40];

        ColorJitter.Apply(image, new ImageShape(1, 1, 4), DataFormat.ChannelsLast, new ColorJitterFactors(0.5, 2, 0.5));

        Assert.Equal(40, image[3]);
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.01f));
}
