using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using Trainer.Core.Checkpoints;
using Trainer.Core.Telemetry;

namespace Trainer.Host.Reports;

/// <summary>
/// The picture of a profile: utilisation of each stage over time, queue depths over time, and the parts of a step.
/// </summary>
internal static class ProfilePlot
{
    private const int Width = 1000;
    private const int PanelHeight = 320;
    private const int LeftAxisWidth = 100;
    private const int LegendWidth = 180;
    private const float TickSpacing = 70;
    private const float TextSize = 15;

    // Stages keep their colours from one panel to the next. Told apart also without colour vision.
    private static readonly Color[] StageColors =
    [
        Color.FromHex("#0072B2"),
        Color.FromHex("#D55E00"),
        Color.FromHex("#009E73"),
        Color.FromHex("#CC79A7"),
        Color.FromHex("#222222"),
    ];

    /// <summary>Writes the picture to a file, which is whole at every moment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="timeline">What was done from one look to the next.</param>
    /// <param name="report">The profile of all of it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<(TimeSpan End, PipelineStatistics Figures)> timeline, ProfileReport report) =>
        AtomicFile.WriteAllBytes(path, RenderPng(timeline, report));

    /// <summary>Draws the picture.</summary>
    /// <returns>A PNG file 1000 pixels wide and 960 high, or 640 high without a trainer.</returns>
    public static byte[] RenderPng(
        IReadOnlyList<(TimeSpan End, PipelineStatistics Figures)> timeline, ProfileReport report)
    {
        Multiplot figure = new();
        double end = timeline.Count > 0 ? timeline[^1].End.TotalSeconds : 1;
        DrawUtilization(figure.GetPlot(0), timeline, report, end);
        DrawQueues(figure.AddPlot(), timeline, report, end);
        if (report.Trainer is { Steps: > 0 } trainer)
        {
            DrawSteps(figure.AddPlot(), trainer);
        }

        using Image image = figure.Render(Width, figure.Count() * PanelHeight);
        return image.GetImageBytes(ImageFormat.Png);
    }

    private static void DrawUtilization(
        Plot plot, IReadOnlyList<(TimeSpan End, PipelineStatistics Figures)> timeline, ProfileReport report, double end)
    {
        for (int stage = 0; stage < report.Stages.Count; stage++)
        {
            int index = stage;
            StageReport row = report.Stages[stage];
            string workers = row.Workers == 1
                ? "1 worker"
                : string.Create(CultureInfo.InvariantCulture, $"{row.Workers} workers");
            AddCurve(
                plot, timeline, $"{row.Name}, {workers}", index, figures => 100 * figures.Stages[index].Utilization);
        }

        plot.Title("Utilisation of the stages", TextSize + 2);
        plot.YLabel("busy, %", TextSize);
        plot.XLabel("seconds", TextSize);
        plot.Axes.SetLimits(0, end, -3, 103);
        Finish(plot);
        ShowLegend(plot);
    }

    private static void DrawQueues(
        Plot plot, IReadOnlyList<(TimeSpan End, PipelineStatistics Figures)> timeline, ProfileReport report, double end)
    {
        for (int stage = 0; stage < report.Stages.Count; stage++)
        {
            int index = stage;
            StageReport row = report.Stages[stage];
            if (row.QueueCapacity > 0)
            {
                AddCurve(plot, timeline, Named(row), index, figures => Filled(figures.Stages[index]));
            }
        }

        AddCurve(plot, timeline, Named(report.Prefetch), report.Stages.Count, figures => Filled(figures.Prefetch));
        plot.Title("Queues before the stages and of finished batches", TextSize + 2);
        plot.YLabel("filled, %", TextSize);
        plot.XLabel("seconds", TextSize);
        plot.Axes.SetLimits(0, end, -3, 103);
        Finish(plot);
        ShowLegend(plot);

        static string Named(StageReport row) =>
            string.Create(CultureInfo.InvariantCulture, $"{row.Name}, of {row.QueueCapacity}");

        static double Filled(StageStatistics stage) => 100 * stage.QueueDepth.Mean / stage.QueueCapacity;
    }

    private static void DrawSteps(Plot plot, TrainerReport trainer)
    {
        (string Name, double Milliseconds)[] parts =
            [.. trainer.Seconds.Select(part => (part.Key.Replace('_', ' '), 1000 * part.Value / trainer.Steps))];
        double most = parts.Max(part => part.Milliseconds);
        double whole = 1000 * trainer.WholeSeconds / trainer.Steps;
        Bar[] bars =
        [
            .. parts.Select((part, place) => new Bar
            {
                Position = -place,
                Value = part.Milliseconds,
                Orientation = Orientation.Horizontal,
                FillColor = place == 0 ? StageColors[1] : StageColors[0],
                LineWidth = 0,
                Size = 0.7,
                Label = string.Create(
                    CultureInfo.InvariantCulture,
                    $" {part.Milliseconds:0.00} ms, {100 * part.Milliseconds / whole:0.0} %"),
            }),
        ];
        BarPlot drawn = plot.Add.Bars(bars);
        drawn.Horizontal = true;
        drawn.ValueLabelStyle.FontSize = TextSize - 2;
        drawn.ValueLabelStyle.ForeColor = PlotStyle.Text;
        drawn.ValueLabelStyle.FontName = EmbeddedFont.Name;
        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. parts.Select((part, place) => new Tick(-place, part.Name, isMajor: true))]);
        plot.Title(
            string.Create(
                CultureInfo.InvariantCulture, $"Where a step's {whole:0.0} ms go, mean of {trainer.Steps:N0} steps"),
            TextSize + 2);
        plot.XLabel("milliseconds", TextSize);
        plot.Axes.SetLimits(0, Math.Max(most, 1e-3) * 1.25, 0.6 - parts.Length, 0.6);
        Finish(plot);
    }

    private static void AddCurve(
        Plot plot,
        IReadOnlyList<(TimeSpan End, PipelineStatistics Figures)> timeline,
        string name,
        int color,
        Func<PipelineStatistics, double> value)
    {
        // Each value stands in the middle of the time it was measured over.
        Coordinates[] points =
            [
                .. timeline.Select(
                    span => new Coordinates((span.End - (span.Figures.Elapsed / 2)).TotalSeconds, value(span.Figures))),
            ];
        if (points.Length == 0)
        {
            return;
        }

        Scatter curve = plot.Add.Scatter(points, StageColors[color % StageColors.Length]);
        curve.LegendText = name;
        curve.LineWidth = 2;
        curve.MarkerSize = points.Length < 5 ? 6 : 0;
    }

    /// <summary>Beside the panel, which so ends where the others do.</summary>
    private static void ShowLegend(Plot plot)
    {
        ScottPlot.Panels.LegendPanel legend = plot.ShowLegend(Edge.Right);
        legend.MinimumSize = LegendWidth;
        legend.MaximumSize = LegendWidth;
    }

    private static void Finish(Plot plot)
    {
        PlotStyle.Apply(plot, LeftAxisWidth, TextSize - 2);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { MinimumTickSpacing = TickSpacing };
        plot.Legend.OutlineColor = Colors.Transparent;
    }
}
