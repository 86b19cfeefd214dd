using Trainer.Augment.Randomness;
using Xunit;

namespace Trainer.Tests.Augment.Randomness;

public sealed class IndexPermutationTests
{
    [Fact]
    public void Indexer_EverySizeTo300_IsAPermutation()
    {
        for (int count = 1; count <= 300; count++)
        {
            var permutation = new IndexPermutation(count, key: (ulong)count * 77);
            Assert.Equal(Enumerable.Range(0, count), Enumerable.Range(0, count).Select(i => permutation[i]).Order());
        }
    }

    [Fact]
    public void Indexer_AMillionRows_IsAPermutation()
    {
        const int Count = 1_000_003;
        var permutation = new IndexPermutation(Count, key: 5);
        var seen = new bool[Count];
        for (int i = 0; i < Count; i++)
        {
            Assert.False(seen[permutation[i]]);
            seen[permutation[i]] = true;
        }
    }

    [Fact]
    public void Indexer_SmallestSize_TakesEveryOrderEquallyOften()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (ulong key = 0; key < 6000; key++)
        {
            var permutation = new IndexPermutation(3, key * 0x9E3779B97F4A7C15);
            string order = $"{permutation[0]}{permutation[1]}{permutation[2]}";
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        // A thousand each; five standard deviations are 145.
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 855, 1145));
    }

    [Fact]
    public void Indexer_PositionAndElement_AreUncorrelated()
    {
        const int Count = 10_000;
        var permutation = new IndexPermutation(Count, key: 3);
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += (i - ((Count - 1) / 2.0)) * (permutation[i] - ((Count - 1) / 2.0));
        }

        double correlation = sum / (Count * ((Count * (double)Count) - 1) / 12);
        Assert.InRange(correlation, -0.05, 0.05);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Indexer_OutOfRange_Throws(int position) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndexPermutation(10, 1)[position]);
}
