using Trainer.Augment;
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
}
