using Trainer.Augment;
using Xunit;
using static Trainer.Tests.Augment.TestOptions;

namespace Trainer.Tests.Augment;

public sealed class ImageDataGeneratorFitTests
{
    [Fact]
    public void Fit_Rounds_ReadsTheImagesOncePerRound()
    {
        int passes = 0;
        IEnumerable<ReadOnlyMemory<byte>> Images()
        {
            passes++;
            yield return TestImages.Noise(Shape, seed: 6);
        }

        var generator = new ImageDataGenerator(Recipe with { FeaturewiseCenter = true });
        generator.Fit(Images(), Shape, augment: true, rounds: 3, seed: 1);

        Assert.Equal(3, passes);
        Assert.Equal(3, generator.Statistics!.Mean.Count);
    }

    [Fact]
    public void Fit_FloatsChannelsFirst_EqualsBytes()
    {
        byte[] bytes = TestImages.Noise(Shape, seed: 7);
        var options = new ImageDataGeneratorOptions { FeaturewiseStdNormalization = true };
        var planes = new float[Shape.Length];
        new ImageDataGenerator(new ImageDataGeneratorOptions())
            .Process(bytes, Shape, default, planes, DataFormat.ChannelsFirst);

        var fromBytes = new ImageDataGenerator(options);
        fromBytes.Fit([bytes], Shape);
        var fromFloats = new ImageDataGenerator(options with { DataFormat = DataFormat.ChannelsFirst });
        fromFloats.Fit([planes], Shape);

        Assert.Equal(fromBytes.Statistics!.Mean, fromFloats.Statistics!.Mean);
        Assert.Equal(fromBytes.Statistics!.Std, fromFloats.Statistics!.Std);
    }

    [Fact]
    public void Fit_NoImages_Throws()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { FeaturewiseCenter = true });

        var error = Assert.Throws<ArgumentException>(() => generator.Fit(Array.Empty<ReadOnlyMemory<byte>>(), Shape));

        Assert.StartsWith("There are no images to fit to.", error.Message, StringComparison.Ordinal);
    }
}
