using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.Transforms;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Augment;

public sealed class ImageDataGeneratorTests
{
    private static readonly ImageShape Shape = new(64, 64, 3);

    /// <summary>The tutorial's recipe.</summary>
    private static readonly ImageDataGeneratorOptions Recipe = new()
    {
        RotationRange = 20,
        ZoomRange = 0.15,
        WidthShiftRange = 0.2,
        HeightShiftRange = 0.2,
        ShearRange = 0.15,
        HorizontalFlip = true,
    };

    private static readonly ImageDataGeneratorOptions Everything = Recipe with
    {
        VerticalFlip = true,
        ChannelShiftRange = 30,
        BrightnessRange = (0.5, 1.5),
    };

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
    public void GetRandomTransform_AnyThreadAnyOrder_SameParameters()
    {
        var generator = new ImageDataGenerator(Everything);
        ImageTransform[] inOrder =
            [.. Enumerable.Range(0, 1000).Select(i => generator.GetRandomTransform(Shape, new SampleKey(42, 3, i)))];

        var scattered = new ImageTransform[inOrder.Length];
        Parallel.For(0, inOrder.Length, i =>
        {
            int index = inOrder.Length - 1 - i;
            scattered[index] = generator.GetRandomTransform(Shape, new SampleKey(42, 3, index));
        });

        Assert.Equal(inOrder, scattered);
    }

    [Fact]
    public void GetRandomTransform_PinnedKey_SameOnEveryMachine()
    {
        var generator = new ImageDataGenerator(Everything);

        ImageTransform transform = generator.GetRandomTransform(Shape, new SampleKey(42, 3, 17));

        var expected = new ImageTransform
        {
            Theta = 1.4459857834954377,
            Tx = 3.118147522033968,
            Ty = 5.067813084615068,
            Shear = -0.0969820747877263,
            Zx = 1.033395339868328,
            Zy = 0.9311666146406297,
            FlipHorizontal = true,
            ChannelShiftIntensity = 28.80373488514133,
            Brightness = 0.9195560539052589,
        };
        Assert.Equal(expected, transform);
    }

    [Fact]
    public void GetRandomTransform_OtherOptionTurnedOn_KeepsTheDraws()
    {
        var key = new SampleKey(1, 2, 3);
        ImageTransform alone = new ImageDataGenerator(Recipe).GetRandomTransform(Shape, key);

        ImageTransform together = new ImageDataGenerator(Everything).GetRandomTransform(Shape, key);

        Assert.Equal(
            alone,
            together with { FlipVertical = false, ChannelShiftIntensity = null, Brightness = null });
    }

    [Fact]
    public void GetRandomTransform_OtherSeedEpochOrIndex_OtherParameters()
    {
        var generator = new ImageDataGenerator(Recipe);
        SampleKey[] keys = [new(1, 2, 3), new(2, 2, 3), new(1, 3, 3), new(1, 2, 4), new(1, 2, 3 + (1L << 32))];

        Assert.Equal(keys.Length, keys.Select(k => generator.GetRandomTransform(Shape, k).Theta).Distinct().Count());
    }

    [Fact]
    public void GetRandomTransform_WholePixels_DrawsBothSignsBelowTheBound()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { WidthShiftRange = 4 });

        double[] drawn = [.. Draws(generator, t => t.Ty).Distinct().Order()];

        Assert.Equal([-3, -2, -1, 0, 1, 2, 3], drawn);
    }

    [Fact]
    public void GetRandomTransform_ListOfFractions_ScalesWithTheSide()
    {
        var generator = new ImageDataGenerator(
            new ImageDataGeneratorOptions { HeightShiftRange = new[] { 0.25, 0.5 } });

        double[] drawn = [.. Draws(generator, t => t.Tx).Distinct().Order()];

        Assert.Equal([-32, -16, 16, 32], drawn);
    }

    [Fact]
    public void GetRandomTransform_LargeNumber_IsInPixels()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { WidthShiftRange = 5.0 });

        double[] drawn = [.. Draws(generator, t => t.Ty)];

        Assert.InRange(drawn.Max(), 4.9, 5);
        Assert.InRange(drawn.Min(), -5, -4.9);
    }

    [Fact]
    public void GetRandomTransform_ManyDraws_HaveTheStatisticsOfKeras()
    {
        var oracles = OracleSet.Load();
        if (oracles.Section("draws") is not { } draws)
        {
            Assert.False(oracles.IsDefault, "The draws section is missing.");
            return;
        }

        int count = draws.GetProperty("count").GetInt32();
        var generator = new ImageDataGenerator(Everything);
        ImageTransform[] transforms =
            [.. Enumerable.Range(0, count).Select(i => generator.GetRandomTransform(Shape, new SampleKey(7, 0, i)))];

        foreach (var statistic in draws.GetProperty("statistics").EnumerateObject())
        {
            double[] values = [.. transforms.Select(t => Parameter(t, statistic.Name))];
            double mean = values.Average();
            double std = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            double expectedStd = statistic.Value.GetProperty("std").GetDouble();

            // Both means scatter by std/√n; five of the difference's standard deviations.
            double allowed = 5 * expectedStd * Math.Sqrt(2.0 / count);
            Assert.Equal(statistic.Value.GetProperty("mean").GetDouble(), mean, allowed);
            Assert.Equal(expectedStd, std, 0.02 * expectedStd);
            Assert.Equal(statistic.Value.GetProperty("min").GetDouble(), values.Min(), 0.01 * expectedStd);
            Assert.Equal(statistic.Value.GetProperty("max").GetDouble(), values.Max(), 0.01 * expectedStd);
        }
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

    private static IEnumerable<double> Draws(ImageDataGenerator generator, Func<ImageTransform, double> parameter) =>
        Enumerable.Range(0, 2000).Select(i => parameter(generator.GetRandomTransform(Shape, new SampleKey(9, 0, i))));

    private static double Parameter(in ImageTransform transform, string name) => name switch
    {
        "theta" => transform.Theta,
        "tx" => transform.Tx,
        "ty" => transform.Ty,
        "shear" => transform.Shear,
        "zx" => transform.Zx,
        "zy" => transform.Zy,
        "flip_horizontal" => transform.FlipHorizontal ? 1 : 0,
        "flip_vertical" => transform.FlipVertical ? 1 : 0,
        "channel_shift_intensity" => transform.ChannelShiftIntensity!.Value,
        "brightness" => transform.Brightness!.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown parameter."),
    };
}
