using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.Transforms;
using Trainer.Tests.Support;
using Xunit;
using static Trainer.Tests.Augment.TestOptions;

namespace Trainer.Tests.Augment;

public sealed class ImageDataGeneratorTests
{
    [Fact]
    public void Constructor_ManyBadOptions_ListsAllProblems()
    {
        var options = new ImageDataGeneratorOptions
        {
            RotationRange = -20,
            WidthShiftRange = -0.5,
            HeightShiftRange = double.NaN,
            BrightnessRange = (1.5, 0.5),
            ShearRange = double.PositiveInfinity,
            ZoomRange = 1.5,
            ChannelShiftRange = -1,
            FillMode = (FillMode)7,
            Cval = double.NaN,
            Rescale = double.NaN,
            DataFormat = (DataFormat)2,
            ValidationSplit = 1,
            InterpolationOrder = 3,
            ZcaEpsilon = 0,
            ZcaWhitening = true,
            FeaturewiseStdNormalization = true,
            ColorJitter = new ColorJitterOptions { Contrast = -1, Saturation = double.NaN, Hue = 0.6 },
            GaussianBlur = new GaussianBlurOptions { Probability = 2, MinSigma = 3, MaxSigma = 2 },
            RandomErasing = new RandomErasingOptions { Probability = -1, MaxArea = 0.01, MinAspect = 2, Value = double.NaN },
            Cutout = new CutoutOptions { Size = 0, Value = double.NaN },
            MixupAlpha = -1,
            CutMixAlpha = double.NaN,
        };

        var error = Assert.Throws<ArgumentException>(() => new ImageDataGenerator(options));

        string expected = string.Join(
            Environment.NewLine,
            "RotationRange is -20; allowed is a finite number of degrees, 0 or more.",
            "WidthShiftRange is -0.5; allowed is a fraction of the width (0 to below 1), "
                + "a number of pixels (1 or more) or a list of finite values.",
            "HeightShiftRange is NaN; allowed is a fraction of the height (0 to below 1), "
                + "a number of pixels (1 or more) or a list of finite values.",
            "BrightnessRange is [1.5, 0.5]; allowed is two factors, 0 or more, the lower one first.",
            "ShearRange is Infinity; allowed is a finite number of degrees, 0 or more.",
            "ZoomRange is [-0.5, 2.5]; allowed is a number from 0 to below 1, "
                + "or two factors above 0, the lower one first.",
            "ChannelShiftRange is -1; allowed is a finite number of pixel values, 0 or more.",
            "FillMode is 7; allowed is one of Nearest, Constant, Reflect, Wrap.",
            "Cval is NaN; allowed is a finite number.",
            "Rescale is NaN; allowed is a finite factor, or nothing.",
            "DataFormat is 2; allowed is one of ChannelsLast, ChannelsFirst.",
            "ValidationSplit is 1; allowed is a share from 0 to below 1.",
            "InterpolationOrder is 3; allowed is 0 (nearest pixel) or 1 (bilinear).",
            "ZcaEpsilon is 0; allowed is a finite number above 0.",
            "FeaturewiseStdNormalization is True; allowed is False together with ZcaWhitening, which replaces it.",
            "ColorJitter.Contrast is -1; allowed is a finite distance from the factor 1, 0 or more.",
            "ColorJitter.Saturation is NaN; allowed is a finite distance from the factor 1, 0 or more.",
            "ColorJitter.Hue is 0.6; allowed is a share of the circle from 0 to 0.5.",
            "GaussianBlur.Probability is 2; allowed is a share from 0 to 1.",
            "GaussianBlur.MinSigma to MaxSigma is 3 to 2; allowed is two numbers of pixels above 0 and up to 10, "
                + "the lower one first.",
            "RandomErasing.Probability is -1; allowed is a share from 0 to 1.",
            "RandomErasing.MinArea to MaxArea is 0.02 to 0.01; allowed is two shares of the image above 0 and up to 1, "
                + "the lower one first.",
            "RandomErasing.MinAspect is 2; allowed is a ratio of the sides above 0 and up to 1.",
            "RandomErasing.Value is NaN; allowed is a finite pixel value, or nothing for noise.",
            "Cutout.Size is 0; allowed is a number of pixels, 1 or more.",
            "Cutout.Value is NaN; allowed is a finite pixel value.",
            "MixupAlpha is -1; allowed is a finite number, 0 or more.",
            "CutMixAlpha is NaN; allowed is a finite number, 0 or more.");
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_StdNormalization_ImpliesCentring()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            FeaturewiseStdNormalization = true,
            SamplewiseStdNormalization = true,
        });

        Assert.True(generator.Options.FeaturewiseCenter);
        Assert.True(generator.Options.SamplewiseCenter);
    }

    [Fact]
    public void Standardize_NotFitted_SaysWhatToDo()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { ZcaWhitening = true });

        var error = Assert.Throws<InvalidOperationException>(
            () => generator.Standardize(new float[Shape.Length], Shape, DataFormat.ChannelsLast));

        Assert.Equal(
            "ZcaWhitening is True, but the generator has not seen the data set; call Fit first or turn it off.",
            error.Message);
    }

    [Fact]
    public void Process_SourceTooShort_NamesIt()
    {
        var generator = new ImageDataGenerator(Recipe);

        var error = Assert.Throws<ArgumentException>(
            () => generator.Process(new byte[5], Shape, default, new float[Shape.Length], DataFormat.ChannelsFirst));

        Assert.StartsWith(
            "The source has 5 values; an image of 64×64×3 needs 12288.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Process_AnyThread_SameBits()
    {
        var generator = new ImageDataGenerator(Everything);
        byte[] source = TestImages.Noise(Shape, seed: 1);
        float[] Result(int index)
        {
            var result = new float[Shape.Length];
            generator.Process(source, Shape, new SampleKey(5, 0, index), result, DataFormat.ChannelsFirst);
            return result;
        }

        float[][] alone = [.. Enumerable.Range(0, 64).Select(Result)];
        var together = new float[alone.Length][];
        Parallel.For(0, alone.Length, i => together[i] = Result(i));

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Process_ForEvaluation_OnlyStandardizes()
    {
        var generator = new ImageDataGenerator(Everything with { Rescale = 0.5, FeaturewiseCenter = true });
        byte[] source = TestImages.Noise(Shape, seed: 2);
        generator.Fit([source], Shape);
        var expected = new float[Shape.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = (source[i] * 0.5f) - generator.Statistics!.Mean[i % 3];
        }

        var actual = new float[Shape.Length];
        generator.ForEvaluation().Process(source, Shape, new SampleKey(1, 1, 1), actual, DataFormat.ChannelsLast);

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Process_FusedScaling_EqualsStandardize()
    {
        var options = Recipe with { Rescale = 1 / 255.0, FeaturewiseStdNormalization = true };
        var generator = new ImageDataGenerator(options);
        byte[] source = TestImages.Noise(Shape, seed: 21);
        generator.Fit([source], Shape);
        var key = new SampleKey(1, 2, 3);
        var expected = new float[Shape.Length];
        generator.RandomTransform(source, Shape, key, expected, DataFormat.ChannelsFirst);
        generator.Standardize(expected, Shape, DataFormat.ChannelsFirst);

        var actual = new float[Shape.Length];
        generator.Process(source, Shape, key, actual, DataFormat.ChannelsFirst);

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Process_BothLayouts_SameValues()
    {
        var generator = new ImageDataGenerator(Everything with { SamplewiseStdNormalization = true });
        var shape = new ImageShape(20, 37, 4);
        byte[] source = TestImages.Noise(shape, seed: 3);
        var last = new float[shape.Length];
        var first = new float[shape.Length];

        generator.Process(source, shape, new SampleKey(1, 1, 1), last, DataFormat.ChannelsLast);
        generator.Process(source, shape, new SampleKey(1, 1, 1), first, DataFormat.ChannelsFirst);

        float[] reordered = Layouts.ToChannelsLast(first, shape, DataFormat.ChannelsFirst);
        Assert.All(last.Zip(reordered), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Process_FloatSource_EqualsByteSource()
    {
        var generator = new ImageDataGenerator(Everything);
        byte[] source = TestImages.Noise(Shape, seed: 4);
        float[] floats = [.. source.Select(b => (float)b)];
        var fromBytes = new float[Shape.Length];
        var fromFloats = new float[Shape.Length];

        generator.Process(source, Shape, new SampleKey(1, 1, 1), fromBytes, DataFormat.ChannelsLast);
        generator.Process(floats, Shape, new SampleKey(1, 1, 1), fromFloats, DataFormat.ChannelsLast);

        // Brightness cuts to whole numbers, so that a tiny difference before it may be one after it.
        Assert.All(fromBytes.Zip(fromFloats), pair => Assert.Equal(pair.First, pair.Second, 2f));
    }

    [Fact]
    public void Process_PreprocessingFunction_RunsBeforeRescaling()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            Rescale = 2,
            PreprocessingFunction = (image, _, _) => image.Fill(3),
        });
        var actual = new float[Shape.Length];

        generator.Process(new byte[Shape.Length], Shape, default, actual, DataFormat.ChannelsLast);

        Assert.All(actual, value => Assert.Equal(6, value));
    }

    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void Process_Warm_AllocatesNothing(DataFormat layout)
    {
        var generator = new ImageDataGenerator(Everything with
        {
            Rescale = 1 / 255.0,
            SamplewiseStdNormalization = true,
        });
        byte[] source = TestImages.Noise(Shape, seed: 5);
        var destination = new float[Shape.Length];

        long bytes = Allocations.Fewest(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                generator.Process(source, Shape, new SampleKey(1, 0, i), destination, layout);
            }
        });

        Assert.Equal(0, bytes);
    }
}
