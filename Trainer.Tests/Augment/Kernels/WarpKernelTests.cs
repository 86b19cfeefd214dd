using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.Kernels;
using Trainer.Augment.Standardization;
using Trainer.Augment.Transforms;
using Xunit;

namespace Trainer.Tests.Augment.Kernels;

[Trait("Speed", "Slow")]
public sealed class WarpKernelTests(ITestOutputHelper output)
{
    private static readonly int[] Sides = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 37, 64, 255, 257, 300];

    public static TheoryData<string, FillMode, int, DataFormat> Cases()
    {
        var cases = new TheoryData<string, FillMode, int, DataFormat>();
        foreach (InstructionSet set in Enum.GetValues<InstructionSet>().Where(WarpKernels.IsSupported))
        {
            foreach (FillMode fillMode in Enum.GetValues<FillMode>())
            {
                foreach (DataFormat layout in Enum.GetValues<DataFormat>())
                {
                    cases.Add(set.ToString(), fillMode, 0, layout);
                    cases.Add(set.ToString(), fillMode, 1, layout);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AllSizesInGuardedMemory_EqualsScalar(string set, FillMode fillMode, int order, DataFormat layout)
    {
        IWarpKernel kernel = WarpKernels.For(Enum.Parse<InstructionSet>(set));
        IWarpKernel scalar = WarpKernels.For(InstructionSet.Scalar);
        var random = new Random(1);
        foreach (int height in Sides)
        {
            foreach (int width in Sides)
            {
                // Large areas add nothing but time.
                if (height * width > 64 * 300)
                {
                    continue;
                }

                var shape = new ImageShape(height, width, random.Next(1, 6));
                var warp = RandomWarp(random, shape, fillMode, order);
                ChannelScaling? scaling = random.Next(2) == 0 ? null : RandomScaling(random, shape.Channels);
                bool guardBefore = random.Next(2) == 0;
                using var source = new GuardedMemory(shape.Length, guardBefore);
                using var actual = new GuardedMemory(shape.Length * sizeof(float), guardBefore);
                random.NextBytes(source.Bytes);
                var expected = new float[shape.Length];

                kernel.Run(source.Bytes, actual.Floats, warp, layout, scaling);
                scalar.Run(source.Bytes, expected, warp, layout, scaling);

                int wrong = FirstDifference(expected, actual.Floats);
                if (wrong >= 0)
                {
                    Assert.Fail($"{warp} value {wrong}: {expected[wrong]} became {actual.Floats[wrong]}.");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_OnlyFlips_IsExact(string set, FillMode fillMode, int order, DataFormat layout)
    {
        var shape = new ImageShape(33, 37, 3);
        byte[] source = TestImages.Noise(shape, seed: 8);
        var actual = new float[shape.Length];
        var map = AffineComposition.Compose(ImageTransform.Identity, shape);
        var warp = new Warp(shape, map, FlipHorizontal: true, FlipVertical: true, fillMode, order, Cval: 0);

        WarpKernels.For(Enum.Parse<InstructionSet>(set)).Run(source, actual, warp, layout, scaling: null);

        float[] pixels = Layouts.ToChannelsLast(actual, shape, layout);
        for (int i = 0; i < shape.Pixels; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Assert.Equal(source[((shape.Pixels - 1 - i) * 3) + channel], pixels[(i * 3) + channel]);
            }
        }
    }

    /// <summary>Whole-pixel shifts put every coordinate on a boundary, which is where wrap and constant jump.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_WholeShifts_AreExact(string set, FillMode fillMode, int order, DataFormat layout)
    {
        IWarpKernel kernel = WarpKernels.For(Enum.Parse<InstructionSet>(set));
        IWarpKernel scalar = WarpKernels.For(InstructionSet.Scalar);
        var shape = new ImageShape(19, 23, 4);
        byte[] source = TestImages.Noise(shape, seed: 9);
        var expected = new float[shape.Length];
        var actual = new float[shape.Length];
        for (int shift = -50; shift <= 50; shift++)
        {
            var transform = new ImageTransform { Tx = shift, Ty = -shift };
            var map = AffineComposition.Compose(transform, shape);
            var warp = new Warp(shape, map, shift % 2 == 0, shift % 3 == 0, fillMode, order, Cval: 9);

            kernel.Run(source, actual, warp, layout, scaling: null);
            scalar.Run(source, expected, warp, layout, scaling: null);

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void BestInstructionSet_EnvironmentSwitches_AreRespected()
    {
        InstructionSet best = WarpKernels.BestInstructionSet;
        output.WriteLine($"The best instruction set is {best}.");

        Assert.True(best < InstructionSet.Avx512 || !IsOff("DOTNET_EnableAVX512"));
        Assert.True(best < InstructionSet.Avx2 || !IsOff("DOTNET_EnableAVX2"));
        Assert.True(best == InstructionSet.Scalar || !IsOff("DOTNET_EnableHWIntrinsic"));
        Assert.Equal(best, WarpKernels.Best.InstructionSet);
    }

    [Fact]
    public void For_MissingInstructionSet_NamesTheBest()
    {
        InstructionSet[] missing = [.. Enum.GetValues<InstructionSet>().Where(set => !WarpKernels.IsSupported(set))];
        Assert.All(missing, set =>
        {
            var error = Assert.Throws<PlatformNotSupportedException>(() => WarpKernels.For(set));
            Assert.Equal(
                $"This machine has no {set}; its best is {WarpKernels.BestInstructionSet}.", error.Message);
        });
    }

    private static int FirstDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= 0.02f))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsOff(string variable) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), "0", StringComparison.Ordinal);

    private static Warp RandomWarp(Random random, ImageShape shape, FillMode fillMode, int order)
    {
        double Symmetric(double range) => ((2 * random.NextDouble()) - 1) * range;
        var transform = new ImageTransform
        {
            Theta = Symmetric(180),
            Tx = Symmetric(2 * shape.Height),
            Ty = Symmetric(2 * shape.Width),
            Shear = Symmetric(30),
            Zx = 1 + Symmetric(0.9),
            Zy = 1 + Symmetric(0.9),
        };
        var map = AffineComposition.Compose(transform, shape);
        return new Warp(shape, map, random.Next(2) == 0, random.Next(2) == 0, fillMode, order, random.Next(256));
    }

    private static ChannelScaling RandomScaling(Random random, int channels) => new(
        [.. Enumerable.Range(0, channels).Select(_ => 255 * random.NextSingle())],
        [.. Enumerable.Range(0, channels).Select(_ => random.NextSingle())]);
}
