using Trainer.Augment;
using Trainer.Augment.Transforms;
using Xunit;
using static Trainer.Tests.Augment.TestOptions;

namespace Trainer.Tests.Augment;

public sealed class ImageDataGeneratorDrawTests
{
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
