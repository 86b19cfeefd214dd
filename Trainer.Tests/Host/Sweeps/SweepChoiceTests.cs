using Trainer.Host.Reports;
using Trainer.Host.Sweeps;
using Xunit;

namespace Trainer.Tests.Host.Sweeps;

public sealed class SweepChoiceTests
{
    [Fact]
    public void Of_SeveralFastOnes_TakesTheFewestWorkersThenTheLeastMemory()
    {
        SweepResult[] results =
        [
            Result(4, 4, 16, 10, 1000),
            Result(2, 1, 32, 10, 985),
            Result(2, 1, 16, 10, 981),
            Result(1, 1, 16, 10, 979),
        ];

        SweepChoice choice = SweepChoice.Of(results, batchSize: 32);

        Assert.Same(results[0], choice.Best);
        Assert.Same(results[2], choice.Cheapest);
    }

    [Fact]
    public void Text_OfAChoice_NamesItAndItsShare()
    {
        SweepResult[] results = [Result(2, 2, 16, 10, 900, 1000, 1100), Result(1, 1, 16, 10, 990, 995, 1005)];

        Assert.Equal(
            """
            setting                                  images/s    lowest   highest   ready
            parse 2, augment 2, chunk 16, queue 10      1,000     900.0     1,100    50 %
            parse 1, augment 1, chunk 16, queue 10      995.0     990.0     1,005    50 %  <- cheapest within 2 %

            parse 1, augment 1, chunk 16, queue 10: 99.5 % of the best median, with 2 workers. The rounds of both overlap.
            """,
            SweepText.Of(results, SweepChoice.Of(results, batchSize: 32)));
    }

    [Fact]
    public void Plot_OfResults_IsAPicture()
    {
        SweepResult[] results = [Result(2, 2, 16, 10, 900, 1000, 1100), Result(1, 1, 16, 10, 990, 995, 1005)];
        using var picture = SkiaSharp.SKBitmap.Decode(SweepPlot.RenderPng(results, SweepChoice.Of(results, batchSize: 32)));

        Assert.Equal((1000, 158), (picture.Width, picture.Height));
    }

    private static SweepResult Result(int parse, int augment, int chunk, int queue, params double[] rates) =>
        new(new SweepSetting(parse, augment, chunk, queue, Threads: null), rates, Readiness: 0.5);
}
