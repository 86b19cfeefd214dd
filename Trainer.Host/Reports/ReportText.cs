using System.Globalization;
using Trainer.Core.Checkpoints;
using Trainer.Core.Metrics;
using Trainer.Core.Text;

namespace Trainer.Host.Reports;

/// <summary>A run's result as text for people.</summary>
internal static class ReportText
{
    /// <summary>Writes scikit-learn's classification report to a file, which is whole at every moment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">The report.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ClassificationReport report) =>
        AtomicFile.WriteAllText(path, report.ToText());

    /// <summary>Sums a run up in two lines: what it learnt, and how fast.</summary>
    /// <param name="report">The figures of the run; those not measured are left out.</param>
    /// <returns>Two lines without a line feed at the end; one if the test was not run.</returns>
    public static string Summary(RunReport report)
    {
        string verb = report.Status == RunStatus.Completed ? "Trained" : "Interrupted after";
        string best = double.IsNaN(report.BestValAccuracy)
            ? string.Empty
            : $", best validation accuracy {CNumber.Fixed(report.BestValAccuracy, 4)}";
        string training = string.Create(
            CultureInfo.InvariantCulture,
            $"{verb} {Counted(report.Epochs, "epoch")} ({Counted(report.Steps, "step")}) in "
            + $"{Duration(report.WallSeconds)}"
            + $"{Speed(report)}{best}.");
        return double.IsNaN(report.Accuracy)
            ? training
            : $"Test accuracy {CNumber.Fixed(report.Accuracy, 4)} and loss {CNumber.Fixed(report.TestLoss, 4)} over "
                + $"{Counted(report.TestSamples, "sample")}; F1 {CNumber.Fixed(report.MacroF1, 4)} macro, "
                + $"{CNumber.Fixed(report.WeightedF1, 4)} weighted.\n{training}";
    }

    /// <summary>A count with its noun: <c>1 round</c>, <c>2 rounds</c>.</summary>
    public static string Counted(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Speed(RunReport report) => double.IsNaN(report.ImagesPerSecond)
        ? string.Empty
        : $": {CNumber.Fixed(report.ImagesPerSecond, 1)} images/s, "
            + $"the trainer waited for data {CNumber.Fixed(100 * report.DataStallFraction, 1)} % of its time";

    private static string Duration(double seconds)
    {
        long whole = (long)Math.Round(seconds);
        return whole switch
        {
            < 60 => $"{CNumber.Fixed(seconds, 1)} s",
            < 3600 => $"{whole / 60} min {whole % 60} s",
            _ => $"{whole / 3600} h {whole % 3600 / 60} min",
        };
    }
}
