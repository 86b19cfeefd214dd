using Trainer.Core.Metrics;
using Xunit;

namespace Trainer.Tests.Core.Metrics;

public sealed class PairwiseSumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    public void Of_WholeNumbers_IsExact(int count)
    {
        double[] values = [.. Enumerable.Range(1, count).Select(value => (double)value)];

        Assert.Equal(count * (count + 1) / 2.0, PairwiseSum.Of(values));
    }

    [Fact]
    public void Of_TenTenths_AddsInEightAccumulators()
    {
        // One after the other they come to 0.9999999999999999.
        Assert.Equal(1, PairwiseSum.Of([.. Enumerable.Repeat(0.1, 10)]));
    }
}
