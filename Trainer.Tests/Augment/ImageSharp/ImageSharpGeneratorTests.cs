using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.ImageSharp;
using Trainer.Augment.Transforms;
using Xunit;

namespace Trainer.Tests.Augment.ImageSharp;

public sealed class ImageSharpGeneratorTests(ITestOutputHelper output)
{
    /// <summary>Of 255, from Keras. Measured: 0.0007.</summary>
    private const float LargestDifference = 0.001f;

    /// <summary>Of 255, from Keras, over all values. Measured: 0.00004.</summary>
    private const double MeanDifference = 0.0001;

    /// <summary>Of 255: what the built-in kernels themselves may differ by.</summary>
    private const float BuiltInTolerance = 0.02f;

    /// <summary>The share of pixels that may land on the other side of a boundary with order 0. Measured: none.</summary>
    private const double BoundaryShare = 0.001;

    private static readonly ImageShape Shape = new(32, 48, 3);

    private static readonly ImageDataGeneratorOptions Recipe = new()
    {
        RotationRange = 20,
        ZoomRange = 0.15,
        WidthShiftRange = 0.2,
        HeightShiftRange = 0.2,
        ShearRange = 0.15,
        HorizontalFlip = true,
        VerticalFlip = true,
    };

    [Theory]
    [InlineData("recipe", DataFormat.ChannelsLast)]
    [InlineData("recipe", DataFormat.ChannelsFirst)]
    [InlineData("affine", DataFormat.ChannelsLast)]
    [InlineData("affine", DataFormat.ChannelsFirst)]
    public void ApplyTransform_OracleCasesOfOrderOne_AreWithinTheMeasuredDifferenceFromKeras(string kind, DataFormat layout)
    {
        OracleCase[] cases = CasesOf(kind, order: 1);

        float[][] differences = [.. cases.Select(oracle => Differences(oracle, layout))];

        float largest = differences.Max(values => values.Max());
        double mean = differences.SelectMany(values => values).Average();
        output.WriteLine(FormattableString.Invariant(
            $"{kind}, {layout}: {cases.Length} cases, mean {mean:G3}, largest {largest:G3} of 255"));
        Assert.InRange(largest, 0, LargestDifference);
        Assert.InRange(mean, 0, MeanDifference);
    }

    [Fact]
    public void ApplyTransform_OracleCasesOfOrderZero_DifferOnlyOnBoundaries()
    {
        OracleCase[] cases = CasesOf("affine", order: 0);

        int pixels = cases.Sum(oracle => oracle.Shape.Pixels);
        int wrong = cases.Sum(oracle => Differences(oracle, DataFormat.ChannelsLast)
            .Chunk(oracle.Shape.Channels)
            .Count(pixel => pixel.Max() > LargestDifference));

        output.WriteLine($"{cases.Length} cases, {wrong} of {pixels} pixels differ");
        Assert.InRange(wrong, 0, (int)(BoundaryShare * pixels));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Process_WithStandardisation_AgreesWithTheBuiltInKernels(int channels)
    {
        ImageShape shape = Shape with { Channels = channels };
        byte[] source = TestImages.Noise(shape, seed: 21);
        ImageDataGeneratorOptions options = Recipe with { Rescale = 1 / 255.0, ChannelShiftRange = 10, SamplewiseCenter = true };
        var builtIn = new ImageDataGenerator(options);
        ImageDataGenerator imageSharp = ImageSharpGenerator.Create(options);
        var expected = new float[shape.Length];
        var actual = new float[shape.Length];
        for (int epoch = 0; epoch < 8; epoch++)
        {
            var key = new SampleKey(5, epoch, 1);
            builtIn.Process(source, shape, key, expected, DataFormat.ChannelsFirst);
            imageSharp.Process(source, shape, key, actual, DataFormat.ChannelsFirst);

            Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -BuiltInTolerance / 255, BuiltInTolerance / 255));
        }
    }

    [Fact]
    public void Process_WithGeometryAlone_ScalesToo()
    {
        byte[] source = TestImages.Noise(Shape, seed: 22);
        ImageDataGeneratorOptions options = Recipe with { Rescale = 0.5 };
        var expected = new float[Shape.Length];
        var actual = new float[Shape.Length];
        var key = new SampleKey(6, 0, 0);

        new ImageDataGenerator(options).Process(source, Shape, key, expected, DataFormat.ChannelsLast);
        ImageSharpGenerator.Create(options).Process(source, Shape, key, actual, DataFormat.ChannelsLast);

        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -BuiltInTolerance, BuiltInTolerance));
    }

    [Fact]
    public void ApplyTransform_FlipsAlone_AreExact()
    {
        byte[] source = TestImages.Noise(Shape, seed: 23);
        var transform = new ImageTransform { FlipHorizontal = true, FlipVertical = true };
        var actual = new float[Shape.Length];

        ImageSharpGenerator.Create(Recipe).ApplyTransform(source, Shape, transform, actual, DataFormat.ChannelsLast);

        float[] expected = [.. source.Chunk(Shape.Channels).Reverse().SelectMany(pixel => pixel).Select(value => (float)value)];
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-3f));
    }

    [Fact]
    public void Process_OnManyThreads_GivesTheSameBytes()
    {
        byte[] source = TestImages.Noise(Shape, seed: 24);
        ImageDataGenerator generator = ImageSharpGenerator.Create(Recipe);
        float[][] alone = [.. Enumerable.Range(0, 32).Select(Process)];

        float[][] together = [.. Enumerable.Range(0, 32).AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(Process)];

        Assert.Equal(alone, together);

        float[] Process(int index)
        {
            var result = new float[Shape.Length];
            generator.Process(source, Shape, new SampleKey(7, 0, index), result, DataFormat.ChannelsLast);
            return result;
        }
    }

    [Theory]
    [InlineData(FillMode.Constant)]
    [InlineData(FillMode.Reflect)]
    [InlineData(FillMode.Wrap)]
    public void Create_OtherFillModes_AreRefusedByName(FillMode mode)
    {
        var error = Assert.Throws<ArgumentException>(
            () => ImageSharpGenerator.Create(Recipe with { FillMode = mode, ShearRange = -1 }));

        Assert.Contains($"FillMode is {mode}; allowed is Nearest when ImageSharp does the geometry.", error.Message, StringComparison.Ordinal);
        Assert.Contains("ShearRange is -1", error.Message, StringComparison.Ordinal);
    }

    private static OracleCase[] CasesOf(string kind, int order) =>
    [
        .. OracleSet.Load().OfKind(kind).Where(oracle =>
            oracle.Options.FillMode == FillMode.Nearest && oracle.Options.InterpolationOrder == order),
    ];

    private static float[] Differences(OracleCase oracle, DataFormat layout)
    {
        var actual = new float[oracle.Shape.Length];
        ImageSharpGenerator.Create(oracle.Options)
            .ApplyTransform(oracle.Source, oracle.Shape, oracle.Transform, actual, layout);
        return [.. Layouts.ToChannelsLast(actual, oracle.Shape, layout).Zip(oracle.Expected, (a, e) => Math.Abs(a - e))];
    }
}
