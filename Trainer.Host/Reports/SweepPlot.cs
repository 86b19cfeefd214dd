using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using Trainer.Host.Sweeps;

namespace Trainer.Host.Reports;

/// <summary>
/// The picture of a sweep: a bar for the median of each setting, the fastest above, with the range of its rounds.
/// </summary>
internal static class SweepPlot
{
    private const int Width = 1000;
    private const int RowHeight = 24;
    private const int MarginHeight = 110;
    private const int LeftAxisWidth = 390;
    private const float TextSize = 14;
    private static readonly Color Plain = Color.FromHex("#8FB8D6");
    private static readonly Color Chosen = Color.FromHex("#D55E00");

    /// <summary>Draws the picture.</summary>
    /// <param name="results">The results.</param>
    /// <param name="choice">The advice, whose setting is marked.</param>
    /// <returns>A PNG file 1000 pixels wide.</returns>
    public static byte[] RenderPng(IReadOnlyList<SweepResult> results, SweepChoice choice)
    {
        using Plot plot = new();
        SweepResult[] sorted = [.. results.OrderByDescending(result => result.Median)];
        Bar[] medians =
        [
            .. sorted.Select((result, place) => new Bar
            {
                Position = -place,
                Value = result.Median,
                Orientation = Orientation.Horizontal,
                FillColor = result == choice.Cheapest ? Chosen : Plain,
                LineWidth = 0,
                Size = 0.7,
            }),
        ];
        BarPlot bars = plot.Add.Bars(medians);
        bars.Horizontal = true;
        for (int place = 0; place < sorted.Length; place++)
        {
            LinePlot range = plot.Add.Line(sorted[place].Lowest, -place, sorted[place].Highest, -place);
            range.LineColor = PlotStyle.Text;
            range.LineWidth = 2;
            range.MarkerSize = 0;
        }

        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. sorted.Select((result, place) => new Tick(-place, result.Setting.ToString(), isMajor: true))]);
        plot.Axes.SetLimits(0, sorted.Max(result => result.Highest) * 1.05, 0.6 - sorted.Length, 0.6);
        plot.Title("Images per second: medians, and the rounds from lowest to highest", TextSize + 3);
        plot.XLabel("images/s; the cheapest setting within 2 % of the best is marked", TextSize);
        PlotStyle.Apply(plot, LeftAxisWidth, TextSize);
        using Image image = plot.GetImage(Width, MarginHeight + (RowHeight * sorted.Length));
        return image.GetImageBytes(ImageFormat.Png);
    }
}
