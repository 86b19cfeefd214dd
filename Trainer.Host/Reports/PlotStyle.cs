using ScottPlot;

namespace Trainer.Host.Reports;

/// <summary>The look of the pictures: that of R's ggplot, as matplotlib's style of that name draws it.</summary>
internal static class PlotStyle
{
    private const int AxisLabelInset = 8;

    private static readonly Color Panel = Color.FromHex("#E5E5E5");

    /// <summary>The colour of titles, labels and ticks.</summary>
    public static Color Text { get; } = Color.FromHex("#333333");

    /// <summary>Gives a panel that look, and the built-in font.</summary>
    /// <param name="plot">The panel, complete.</param>
    /// <param name="leftAxisWidth">
    /// Pixels of its left axis, so that the edges of panels line up whatever their labels' widths.
    /// </param>
    /// <param name="tickSize">The size of ticks and legend, in pixels.</param>
    public static void Apply(Plot plot, int leftAxisWidth, float tickSize)
    {
        plot.DataBackground.Color = Panel;
        plot.Grid.MajorLineColor = Colors.White;
        plot.Grid.MajorLineWidth = 1.5f;
        plot.Axes.Color(Text);
        plot.Axes.Frame(enable: false);
        plot.Axes.Left.MinimumSize = leftAxisWidth;
        plot.Axes.Left.MaximumSize = leftAxisWidth;
        plot.Axes.Left.Label.OffsetX = AxisLabelInset;
        plot.Axes.Left.TickLabelStyle.FontSize = tickSize;
        plot.Axes.Bottom.TickLabelStyle.FontSize = tickSize;
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Legend.FontSize = tickSize;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Font.Set(EmbeddedFont.Name);
    }
}
