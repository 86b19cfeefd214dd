using SkiaSharp;
using Trainer.Core.Training;
using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class TrainingPlotTests
{
    private static readonly SKColor TrainingColor = SKColor.Parse("#E24A33");
    private static readonly SKColor ValidationColor = SKColor.Parse("#348ABD");

    [Theory]
    [InlineData(1)]
    [InlineData(75)]
    [InlineData(10_000)]
    public void RenderPng_AnyNumberOfEpochs_DrawsBothCurvesInBothPanels(int epochs)
    {
        using SKBitmap picture = Render(Example(epochs));

        Assert.Equal((1000, 800), (picture.Width, picture.Height));
        foreach (int top in new[] { 0, 400 })
        {
            Assert.True(Count(picture, top, top + 400, TrainingColor) > 0);
            Assert.True(Count(picture, top, top + 400, ValidationColor) > 0);
        }
    }

    [Fact]
    public void RenderPng_NoEpochs_IsAnEmptyPanel()
    {
        using SKBitmap picture = Render(new History());

        Assert.Equal(0, Count(picture, 0, picture.Height, TrainingColor));
    }

    [Fact]
    public void RenderPng_NoAccuracy_IsOnePanel()
    {
        History history = new();
        history.Add(0, [new("loss", 3)]);

        using SKBitmap picture = Render(history);

        Assert.Equal((1000, 400), (picture.Width, picture.Height));
    }

    [Fact]
    public void RenderPng_ValuesNotFinite_DrawsTheOthers()
    {
        History history = new();
        history.Add(0, [new("loss", 3), new("accuracy", 0.1)]);
        history.Add(1, [new("loss", double.NaN), new("accuracy", 0.2), new("val_loss", double.PositiveInfinity)]);
        history.Add(2, [new("loss", double.NaN), new("accuracy", 0.3)]);

        using SKBitmap picture = Render(history);

        Assert.True(Count(picture, 0, 400, TrainingColor) > 0);
        Assert.Equal(0, Count(picture, 0, 800, ValidationColor));
    }

    [Fact]
    public void RenderPng_HugeFirstValidationLoss_StillSpreadsTheTrainingLoss()
    {
        using SKBitmap picture = Render(Example(75));

        int[] rows = [.. Enumerable.Range(50, 300).Where(y => CountRow(picture, y, 0, 850, TrainingColor) > 0)];

        Assert.True(rows[^1] - rows[0] > 40, $"The training loss spans {rows[^1] - rows[0]} pixels.");
    }

    [Fact]
    public void EmbeddedFont_Name_HasTheGlyphsOfThePlot()
    {
        SKTypeface typeface = ScottPlot.Fonts.GetTypeface(EmbeddedFont.Name, bold: false, italic: false);

        Assert.Equal("DejaVu Sans", typeface.FamilyName);
        Assert.True(typeface.ContainsGlyphs("Training Loss and Accuracy, Epoch # 0123456789.−_()×µ"));
    }

    private static History Example(int epochs)
    {
        History history = new();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double progress = epoch / 75.0;
            history.Add(
                epoch,
                [
                    new("loss", 0.6 + (3 * Math.Exp(-4 * progress))),
                    new("accuracy", 0.8 - (0.66 * Math.Exp(-4 * progress))),
                    new("val_loss", 1.1 + (1827 * Math.Exp(-epoch)) + (0.15 * Math.Sin(epoch))),
                    new("val_accuracy", 0.66 - (0.6 * Math.Exp(-5 * progress)) + (0.03 * Math.Sin(epoch))),
                ]);
        }

        return history;
    }

    private static SKBitmap Render(History history) => SKBitmap.Decode(TrainingPlot.RenderPng(history));

    private static int Count(SKBitmap picture, int top, int bottom, SKColor color) =>
        Enumerable.Range(top, bottom - top).Sum(y => CountRow(picture, y, 0, picture.Width, color));

    private static int CountRow(SKBitmap picture, int y, int left, int right, SKColor color) =>
        Enumerable.Range(left, right - left).Count(x => picture.GetPixel(x, y) == color);
}
