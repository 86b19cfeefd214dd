using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using Trainer.Core.Checkpoints;
using Trainer.Core.Training;

namespace Trainer.Host.Reports;

/// <summary>The picture of a run: training and validation loss above, accuracy below, over the epochs.</summary>
internal static class TrainingPlot
{
    private const int Width = 1000;
    private const int PanelHeight = 400;
    private const int LeftAxisWidth = 90;
    private const float TextSize = 16;
    private const float TitleSize = 21;
    private const int MostEpochTicks = 15;
    private const int MostPointsWithMarkers = 30;

    private static readonly Color TrainingColor = Color.FromHex("#E24A33");
    private static readonly Color ValidationColor = Color.FromHex("#348ABD");

    /// <summary>Writes the picture to a file, which is whole at every moment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="history">The history; metrics that it lacks are left out.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, History history) => AtomicFile.WriteAllBytes(path, RenderPng(history));

    /// <summary>Draws the picture.</summary>
    /// <param name="history">The history; metrics that it lacks are left out.</param>
    /// <returns>A PNG file 1000 pixels wide and 800 high, or 400 high for a history without accuracy.</returns>
    public static byte[] RenderPng(History history)
    {
        Multiplot figure = new();
        DrawLoss(figure.GetPlot(0), history);
        if (Values(history, "accuracy").Concat(Values(history, "val_accuracy")).Any())
        {
            DrawAccuracy(figure.AddPlot(), history);
        }

        int panels = figure.Count();
        figure.GetPlot(panels - 1).XLabel("Epoch #", TextSize);
        using Image image = figure.Render(Width, panels * PanelHeight);
        return image.GetImageBytes(ImageFormat.Png);
    }

    private static void DrawLoss(Plot plot, History history)
    {
        LossScale scale = LossScale.For(Values(history, "loss").Concat(Values(history, "val_loss")));
        AddCurve(plot, history, "loss", "train_loss", TrainingColor, scale.Position);
        AddCurve(plot, history, "val_loss", "val_loss", ValidationColor, scale.Position);
        plot.Title("Training Loss and Accuracy", TitleSize);
        plot.YLabel(scale.IsLogarithmic ? "Loss (log scale)" : "Loss", TextSize);
        if (scale.IsLogarithmic)
        {
            plot.Axes.Left.TickGenerator = new NumericManual(
                [.. scale.LogarithmicTicks().Select(tick => new Tick(tick.Position, tick.Text, tick.Text.Length > 0))]);
        }

        Finish(plot, history, scale.Low, scale.High, Alignment.UpperRight);
    }

    private static void DrawAccuracy(Plot plot, History history)
    {
        AddCurve(plot, history, "accuracy", "train_acc", TrainingColor, accuracy => accuracy);
        AddCurve(plot, history, "val_accuracy", "val_acc", ValidationColor, accuracy => accuracy);
        plot.YLabel("Accuracy", TextSize);
        Finish(plot, history, -0.02, 1.02, Alignment.LowerRight);
    }

    private static void AddCurve(
        Plot plot, History history, string metric, string name, Color color, Func<double, double> position)
    {
        // Epochs without a value (validation every few epochs) are bridged, not drawn as gaps.
        Coordinates[] points =
        [
            .. history.Epochs.Zip(Values(history, metric))
                .Where(point => double.IsFinite(point.Second))
                .Select(point => new Coordinates(point.First + 1, position(point.Second))),
        ];
        if (points.Length == 0)
        {
            return;
        }

        Scatter curve = plot.Add.Scatter(points, color);
        curve.LegendText = name;
        curve.LineWidth = 2;
        curve.MarkerSize = points.Length <= MostPointsWithMarkers ? 6 : 0;
    }

    private static void Finish(Plot plot, History history, double bottom, double top, Alignment legend)
    {
        int first = history.Epochs.Count > 0 ? history.Epochs[0] + 1 : 1;
        int last = history.Epochs.Count > 0 ? history.Epochs[^1] + 1 : 1;
        double margin = Math.Max(0.5, 0.02 * (last - first));
        plot.Axes.SetLimits(first - margin, last + margin, bottom, top);
        plot.Axes.Bottom.TickGenerator = EpochTicks(first, last);

        plot.ShowLegend(legend);
        PlotStyle.Apply(plot, LeftAxisWidth, TextSize - 2);
    }

    private static NumericManual EpochTicks(int first, int last)
    {
        int step = Steps().First(step => (last - first) / step < MostEpochTicks);
        NumericManual ticks = new();
        for (int epoch = (first + step - 1) / step * step; epoch <= last; epoch += step)
        {
            ticks.AddMajor(epoch, epoch.ToString(CultureInfo.InvariantCulture));
        }

        return ticks;
    }

    private static IEnumerable<int> Steps()
    {
        for (int power = 1; ; power *= 10)
        {
            yield return power;
            yield return 2 * power;
            yield return 5 * power;
        }
    }

    private static IReadOnlyList<double> Values(History history, string metric) =>
        history.Metrics.Contains(metric, StringComparer.Ordinal) ? history[metric] : [];
}
