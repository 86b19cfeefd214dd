using Trainer.SampleData.Drawing;
using Xunit;

namespace Trainer.Tests.SampleData.Drawing;

public sealed class DiceTests
{
    [Fact]
    public void Next_ManyDraws_AreEvenOverZeroToOne()
    {
        Dice dice = Dice.Of(seed: 1, sample: 2);
        int[] counts = new int[10];

        for (int draw = 0; draw < 100_000; draw++)
        {
            counts[(int)(dice.Next() * 10)]++;
        }

        // Five standard deviations of a binomial count are 474.
        Assert.All(counts, count => Assert.InRange(count, 9_526, 10_474));
    }

    [Fact]
    public void Of_SeedAndSample_DecideTheDraws()
    {
        double draw = Dice.Of(1, 2).Next();

        Assert.Equal(draw, Dice.Of(1, 2).Next());
        Assert.NotEqual(draw, Dice.Of(2, 1).Next());
        Assert.NotEqual(draw, Dice.Of(1, 3).Next());
    }

    [Fact]
    public void Fork_Part_DependsOnNothingDrawnBefore()
    {
        Dice fresh = Dice.Of(1, 2);
        Dice used = Dice.Of(1, 2);
        used.Next();

        Assert.Equal(fresh.Fork(3).Next(), used.Fork(3).Next());
        Assert.NotEqual(fresh.Fork(3).Next(), fresh.Fork(4).Next());
    }

    [Fact]
    public void Between_WholeNumbers_ReachesBothEnds()
    {
        Dice dice = Dice.Of(1, 2);

        int[] draws = [.. Enumerable.Range(0, 200).Select(_ => dice.Between(3, 5)).Distinct().Order()];

        Assert.Equal([3, 4, 5], draws);
    }
}
