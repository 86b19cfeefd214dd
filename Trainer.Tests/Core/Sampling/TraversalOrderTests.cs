using Trainer.Core.Sampling;
using Xunit;

namespace Trainer.Tests.Core.Sampling;

public sealed class TraversalOrderTests
{
    [Theory]
    [InlineData(Shuffle.None)]
    [InlineData(Shuffle.Buffer)]
    [InlineData(Shuffle.Full)]
    public void RowAt_AnyShuffle_DeliversEachRowOnce(Shuffle shuffle) =>
        Assert.Equal(Enumerable.Range(0, 103), Rows(shuffle, seed: 1, epoch: 2).Order());

    [Fact]
    public void RowAt_None_IsFileOrder() => Assert.Equal(Enumerable.Range(0, 103), Rows(Shuffle.None, seed: 9, epoch: 4));

    [Fact]
    public void RowAt_Buffer_StaysInItsRun()
    {
        int[] rows = Rows(Shuffle.Buffer, seed: 1, epoch: 0);
        for (int position = 0; position < rows.Length; position++)
        {
            Assert.Equal(position / 10, rows[position] / 10);
        }

        Assert.NotEqual(Enumerable.Range(0, 103), rows);
    }

    [Theory]
    [InlineData(Shuffle.Buffer)]
    [InlineData(Shuffle.Full)]
    public void RowAt_OtherEpochOrSeed_IsAnotherOrder(Shuffle shuffle)
    {
        Assert.Equal(Rows(shuffle, seed: 1, epoch: 0), Rows(shuffle, seed: 1, epoch: 0));
        Assert.NotEqual(Rows(shuffle, seed: 1, epoch: 0), Rows(shuffle, seed: 1, epoch: 1));
        Assert.NotEqual(Rows(shuffle, seed: 1, epoch: 0), Rows(shuffle, seed: 2, epoch: 0));
    }

    private static int[] Rows(Shuffle shuffle, ulong seed, int epoch)
    {
        var order = new TraversalOrder(103, shuffle, buffer: 10, seed);
        return [.. Enumerable.Range(0, 103).Select(position => order.RowAt(epoch, position))];
    }
}
