using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class LossScaleTests
{
    [Fact]
    public void For_OrdinaryLosses_IsEvenFromZero()
    {
        LossScale scale = LossScale.For([3.5, 0.5, double.NaN]);

        Assert.False(scale.IsLogarithmic);
        Assert.InRange(scale.Low, -0.5, 0);
        Assert.InRange(scale.High, 3.5, 4);
        Assert.Equal(2, scale.Position(2));
    }

    [Fact]
    public void For_HugeFirstLoss_IsLogarithmic()
    {
        LossScale scale = LossScale.For([1828.6, 3.5, 0.9, double.PositiveInfinity]);

        Assert.True(scale.IsLogarithmic);
        Assert.Equal(2, scale.Position(100), 1e-12);
        Assert.InRange(scale.High, Math.Log10(1828.6), 4);
        Assert.Equal(
            ["1", "2", "5", "10", "20", "50", "100", "200", "500", "1000", "2000"],
            Labels(scale));
    }

    [Fact]
    public void LogarithmicTicks_ManyDecades_LabelsPowersOfTenOnly() => Assert.Equal(
        ["0.001", "0.01", "0.1", "1", "10", "100", "1000", "10000"],
        Labels(LossScale.For([0.001, 10000])));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void For_LossesNotAboveZero_IsEven(double least)
    {
        LossScale scale = LossScale.For([least, 1000]);

        Assert.False(scale.IsLogarithmic);
        Assert.True(scale.Low < least);
    }

    [Fact]
    public void For_NothingFinite_ShowsZeroToOne()
    {
        LossScale scale = LossScale.For([double.NaN]);

        Assert.False(scale.IsLogarithmic);
        Assert.True(scale.Low < 0 && scale.High > 1);
    }

    private static string[] Labels(LossScale scale) =>
        [.. scale.LogarithmicTicks().Select(tick => tick.Text).Where(text => text.Length > 0)];
}
