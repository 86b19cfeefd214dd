using System.Globalization;
using System.Text;
using Trainer.Host.Sweeps;

namespace Trainer.Host.Reports;

/// <summary>
/// What changed from one profile to another, and which changes are within what each of them scatters by itself.
/// </summary>
internal static class ProfileComparison
{
    // A change counts from three standard errors of the difference of the medians on.
    private const double Errors = 3;

    // The median absolute deviation of a normal distribution, and the standard error of its median, in standard
    // deviations.
    private const double DeviationScale = 1.4826;
    private const double MedianScale = 1.2533;

    /// <summary>Compares.</summary>
    /// <param name="first">The profile before.</param>
    /// <param name="second">The profile after.</param>
    /// <returns>A table: the figures, the change, what is noise, and the verdict.</returns>
    public static string Of(ProfileReport first, ProfileReport second)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-24}{"A",12}{"B",12}{"change",10}{"noise",9}");
        Row(
            text,
            "images/s",
            first.ImagesPerSecond,
            second.ImagesPerSecond,
            Rates(first),
            Rates(second),
            higherIsBetter: true);
        foreach (string stage in first.Stages.Select(row => row.Name).Intersect(
            second.Stages.Select(row => row.Name), StringComparer.Ordinal))
        {
            Row(
                text,
                $"{stage}, µs/image",
                PerImage(first, stage),
                PerImage(second, stage),
                Times(first, stage),
                Times(second, stage),
                higherIsBetter: false);
        }

        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{"batches ready",-24}{100 * first.DataReadiness,10:F1} %{100 * second.DataReadiness,10:F1} %");
        if (first.Trainer is { WholeSeconds: > 0 } before && second.Trainer is { WholeSeconds: > 0 } after)
        {
            foreach (string part in before.Seconds.Keys.Intersect(after.Seconds.Keys, StringComparer.Ordinal))
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{"step: " + part.Replace('_', ' '),-24}{1000 * before.Seconds[part] / before.Steps,9:F2} "
                        + $"ms{1000 * after.Seconds[part] / after.Steps,9:F2} ms");
            }
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"A: {first.Verdict.Sentence}");
        text.Append(CultureInfo.InvariantCulture, $"B: {second.Verdict.Sentence}");
        return text.ToString();
    }

    /// <summary>How far apart two medians are by chance, as a share of the first.</summary>
    /// <returns>Not-a-number when there are fewer than three windows of either.</returns>
    internal static double Noise(double[] first, double[] second) => first.Length < 3 || second.Length < 3
        ? double.NaN
        : Errors * Math.Sqrt(Variance(first) + Variance(second)) / SweepResult.MedianOf(first);

    private static void Row(
        StringBuilder text,
        string name,
        double before,
        double after,
        double[] first,
        double[] second,
        bool higherIsBetter)
    {
        // Medians of the windows where there are such: one slow moment does not move them.
        double from = first.Length > 0 ? SweepResult.MedianOf(first) : before;
        double to = second.Length > 0 ? SweepResult.MedianOf(second) : after;
        double change = (to / from) - 1;
        double noise = Noise(first, second);
        string judged = from <= 0 || double.IsNaN(noise) ? "too short to judge"
            : Math.Abs(change) <= noise ? "within the noise"
            : change > 0 == higherIsBetter ? "better" : "worse";
        string spread = double.IsNaN(noise) ? "–" : string.Create(CultureInfo.InvariantCulture, $"±{100 * noise:F1} %");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{name,-24}{Figure(from),12}{Figure(to),12}{100 * change,8:+0.0;-0.0;0.0} %{spread,9}  {judged}");
    }

    private static double Variance(double[] values)
    {
        double median = SweepResult.MedianOf(values);
        double deviation = DeviationScale * SweepResult.MedianOf(values.Select(value => Math.Abs(value - median)));
        double error = MedianScale * deviation / Math.Sqrt(values.Length);
        return error * error;
    }

    private static double[] Rates(ProfileReport report) => [.. report.Windows.Select(window => window.ImagesPerSecond)];

    private static double[] Times(ProfileReport report, string stage) =>
        [
            .. report.Windows.Where(window => window.MicrosecondsPerImage.ContainsKey(stage))
                .Select(window => window.MicrosecondsPerImage[stage]),
        ];

    private static double PerImage(ProfileReport report, string stage)
    {
        StageReport row = report.Stages.First(row => string.Equals(row.Name, stage, StringComparison.Ordinal));
        return row.Items == 0 ? 0 : 1e6 * row.BusySeconds / row.Items;
    }

    private static string Figure(double value) =>
        value.ToString(value < 1000 ? "F2" : "N0", CultureInfo.InvariantCulture);
}
