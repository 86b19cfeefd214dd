using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.Transforms;
using Xunit;

namespace Trainer.Tests.Augment;

public sealed class KerasOracleTests(ITestOutputHelper output)
{
    /// <summary>Of 255: what interpolation in single precision may differ by.</summary>
    private const float GeometryTolerance = 0.02f;

    /// <summary>The share of pixels that may land on the other side of a boundary with order 0.</summary>
    private const double BoundaryShare = 0.001;

    private static readonly OracleSet Oracles = OracleSet.Load();

    [Theory]
    [InlineData("affine", DataFormat.ChannelsLast)]
    [InlineData("affine", DataFormat.ChannelsFirst)]
    [InlineData("recipe", DataFormat.ChannelsLast)]
    [InlineData("recipe", DataFormat.ChannelsFirst)]
    public void ApplyTransform_GeometryCases_EqualKeras(string kind, DataFormat layout)
    {
        OracleCase[] cases = Oracles.OfKind(kind);
        output.WriteLine($"{Oracles.Folder}: {cases.Length} cases of kind {kind}");
        Assert.All(cases, oracle =>
        {
            var generator = new ImageDataGenerator(oracle.Options);
            var actual = new float[oracle.Shape.Length];
            generator.ApplyTransform(oracle.Source, oracle.Shape, oracle.Transform, actual, layout);

            int wrong = Layouts.ToChannelsLast(actual, oracle.Shape, layout)
                .Zip(oracle.Expected, (a, e) => Math.Abs(a - e))
                .Chunk(oracle.Shape.Channels)
                .Count(pixel => pixel.Max() > GeometryTolerance);

            int allowed = oracle.Options.InterpolationOrder == 0 ? (int)(BoundaryShare * oracle.Shape.Pixels) : 0;
            Assert.True(wrong <= allowed, $"Case {oracle.Id}: {wrong} of {oracle.Shape.Pixels} pixels differ.");
        });
    }

    [Fact]
    public void ChannelShift_Cases_EqualKeras()
    {
        OracleCase[] cases = Oracles.OfKind("channel_shift");
        output.WriteLine($"{Oracles.Folder}: {cases.Length} cases of kind channel_shift");
        Assert.All(cases, oracle =>
        {
            float[] actual = [.. oracle.Source.Select(b => (float)b)];
            ChannelShift.Apply(actual, oracle.Number("intensity")!.Value);
            AssertClose(oracle.Expected, actual, 1e-3f);
        });
    }

    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void BrightnessShift_Cases_EqualKerasExactly(DataFormat layout)
    {
        OracleCase[] cases = Oracles.OfKind("brightness");
        output.WriteLine($"{Oracles.Folder}: {cases.Length} cases of kind brightness");
        Assert.All(cases, oracle =>
        {
            var actual = new float[oracle.Shape.Length];
            new ImageDataGenerator(oracle.Options)
                .ApplyTransform(oracle.Source, oracle.Shape, ImageTransform.Identity, actual, layout);
            BrightnessShift.Apply(actual, oracle.Shape, layout, oracle.Number("factor")!.Value);
            Assert.Equal(oracle.Expected, Layouts.ToChannelsLast(actual, oracle.Shape, layout));
        });
    }

    [Theory]
    [InlineData("standardize")]
    [InlineData("standardize_fitted")]
    public void Standardize_Cases_EqualKeras(string kind)
    {
        OracleCase[] cases = Oracles.OfKind(kind);
        output.WriteLine($"{Oracles.Folder}: {cases.Length} cases of kind {kind}");
        Assert.All(cases, oracle =>
        {
            var generator = new ImageDataGenerator(oracle.Options);
            if (oracle.HasNumbers("fitted_on"))
            {
                generator.Fit(
                    oracle.Numbers("fitted_on").Select(i => new ReadOnlyMemory<byte>(Oracles.ReadInput(i))),
                    oracle.Shape);
            }

            float[] actual = [.. oracle.Source.Select(b => (float)b)];
            generator.Standardize(actual, oracle.Shape, DataFormat.ChannelsLast);
            AssertClose(oracle.Expected, actual, 1e-3f);
        });
    }

    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void Standardize_ZcaWhitening_EqualsKeras(DataFormat layout)
    {
        if (Oracles.Section("zca") is not { } zca)
        {
            Assert.False(Oracles.IsDefault, "The zca section is missing.");
            output.WriteLine($"{Oracles.Folder}: no zca section");
            return;
        }

        ImageShape shape = OracleSet.ShapeOf(zca);
        byte[] inputs = File.ReadAllBytes(Path.Combine(Oracles.Folder, zca.GetProperty("inputs").GetString()!));
        float[] expected = OracleSet.ReadFloats(
            Path.Combine(Oracles.Folder, zca.GetProperty("output").GetString()!));
        byte[][] images = [.. inputs.Chunk(shape.Length)];
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            ZcaWhitening = true,
            FeaturewiseCenter = zca.GetProperty("featurewise_center").GetBoolean(),
            ZcaEpsilon = zca.GetProperty("zca_epsilon").GetDouble(),
        });
        generator.Fit(images.Select(image => new ReadOnlyMemory<byte>(image)), shape);
        output.WriteLine($"{Oracles.Folder}: {images.Length} whitened images");

        var actual = new float[shape.Length];
        for (int i = 0; i < images.Length; i++)
        {
            generator.Process(images[i], shape, default, actual, layout);
            AssertClose(
                expected.AsSpan(i * shape.Length, shape.Length).ToArray(),
                Layouts.ToChannelsLast(actual, shape, layout),
                1e-3f);
        }
    }

    [Fact]
    public void Load_DefaultFolder_HasAllKinds()
    {
        string[] known = ["affine", "recipe", "channel_shift", "brightness", "standardize", "standardize_fitted"];
        output.WriteLine($"{Oracles.Folder}: {Oracles.Cases.Count} cases in all");
        Assert.NotEmpty(Oracles.Cases);
        if (Oracles.IsDefault)
        {
            Assert.Equal(172, Oracles.Cases.Count);
        }

        Assert.All(Oracles.Cases, oracle => Assert.Contains(oracle.Kind, known, StringComparer.Ordinal));
    }

    /// <summary>Relative to the largest value of the case, so that values near zero do not count for more.</summary>
    private static void AssertClose(float[] expected, float[] actual, float relativeTolerance)
    {
        float scale = expected.Max(Math.Abs);
        float worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= relativeTolerance * scale, $"Differs by {worst} where values reach {scale}.");
    }
}
