using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using Trainer.Core.Training;

namespace Trainer.Host.Reports;

/// <summary>The picture of a range test: the loss over the learning rate, on a logarithmic axis.</summary>
internal static class LearningRatePlot
{
    private const int Width = 1000;
    private const int Height = 500;
    private const float TextSize = 16;

    /// <summary>Draws the picture.</summary>
    /// <param name="range">What the test has found.</param>
    /// <returns>A PNG file 1000 pixels wide and 500 high.</returns>
    public static byte[] RenderPng(LearningRateRange range)
    {
        using Plot plot = new();
        double[] positions = [.. range.Rates.Select(Math.Log10)];
        Scatter each = plot.Add.ScatterLine(positions, [.. range.Losses], Color.FromHex("#BBBBBB"));
        each.LegendText = "loss";
        Scatter smoothed = plot.Add.ScatterLine(positions, [.. range.Smoothed], Color.FromHex("#E24A33"));
        smoothed.LegendText = "smoothed";
        smoothed.LineWidth = 2;
        VerticalLine suggestion = plot.Add.VerticalLine(
            Math.Log10(range.Suggestion), 2, Color.FromHex("#348ABD"), LinePattern.Dashed);
        suggestion.LegendText = string.Create(CultureInfo.InvariantCulture, $"suggestion: {range.Suggestion:G2}");

        plot.Axes.Bottom.TickGenerator = PowersOfTen((int)Math.Floor(positions[0]), (int)Math.Ceiling(positions[^1]));
        plot.Axes.SetLimits(
            positions[0], Math.Max(positions[^1], positions[0] + 0.1), LossFloor(range), LossCeiling(range));
        plot.Title("Learning rate range test");
        plot.XLabel("learning rate", TextSize);
        plot.YLabel("loss", TextSize);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.Font.Set(EmbeddedFont.Name);
        using Image image = plot.GetImage(Width, Height);
        return image.GetImageBytes(ImageFormat.Png);
    }

    // Single losses beyond the smoothed curve would press it onto the axis.
    private static double LossCeiling(LearningRateRange range) => range.Smoothed.Max() * 1.1;

    private static double LossFloor(LearningRateRange range) => Math.Min(0, range.Smoothed.Min());

    private static NumericManual PowersOfTen(int from, int to)
    {
        NumericManual ticks = new();
        for (int power = from; power <= to; power++)
        {
            ticks.AddMajor(power, Math.Pow(10, power).ToString("0.##########", CultureInfo.InvariantCulture));
        }

        return ticks;
    }
}
