using System.Globalization;
using System.Text;

namespace Trainer.Host.Reports;

/// <summary>A profile as text for people: a table of the stages, the trainer's split, the verdict.</summary>
internal static class ProfileText
{
    /// <summary>Writes it.</summary>
    /// <param name="report">The profile.</param>
    /// <returns>Lines of at most 100 characters, but for the verdict.</returns>
    public static string Of(ProfileReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{report.Images:N0} images in {report.WallSeconds:F2} s: "
                + $"{report.ImagesPerSecond:N0} images/s on {report.Cores} cores");
        text.AppendLine(CultureInfo.InvariantCulture, $"Before that, {report.WarmUpMs:F0} ms to warm up.");
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{"stage",-9}{"workers",7}{"images",11}{"MB/s",7}{"µs/image",10}{"p50",8}{"p95",8}{"p99",8}"
            + $"{"busy",6}{"starved",9}{"blocked",9}{"queue",13}");
        foreach (StageReport stage in report.Stages)
        {
            AppendStage(text, stage, report);
        }

        StageReport queue = report.Prefetch;
        double time = queue.StarvedSeconds + queue.BlockedSeconds > 0 ? report.WallSeconds : 1;
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{queue.Name,-9}{string.Empty,7}{queue.Items,11:N0}{MegabytesPerSecond(queue, report),7:F0}{"wait µs",10}"
            + $"{Short(queue.P50Microseconds),8}{Short(queue.P95Microseconds),8}{Short(queue.P99Microseconds),8}"
            + $"{string.Empty,6}{Percent(queue.StarvedSeconds / time),9}"
            + $"{Percent(queue.BlockedSeconds / time),9}{Queue(queue),13}");
        foreach (StageReport stage in report.Trainer?.Stages ?? [])
        {
            AppendStage(text, stage, report);
        }

        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{report.DataReadiness:P1} of the batches were ready when they were asked for.");
        long failures = report.Stages.Sum(stage => stage.Failures);
        if (failures > 0)
        {
            IEnumerable<string> places =
                from stage in report.Stages
                where stage.Failures > 0
                select $"{stage.Failures:N0} in {stage.Name}";
            text.AppendLine(CultureInfo.InvariantCulture, $"{failures:N0} failures: {string.Join(", ", places)}");
        }

        if (report.Trainer is { Steps: > 0 } trainer)
        {
            text.AppendLine();
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"trainer: {trainer.Steps:N0} steps of {1000 * trainer.WholeSeconds / trainer.Steps:F1} ms: "
                    + $"{Parts(trainer)}");
            if (trainer.FirstWaitSeconds > 0.001 * trainer.WholeSeconds)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"The wait for the first batch was {1000 * trainer.FirstWaitSeconds:F0} ms of that.");
            }

            if (!trainer.IsSplit)
            {
                text.AppendLine(
                    "The device works on its own: launch is the host's time to give it work, device wait the host's "
                    + "wait for results. "
                    + "Telemetry:Synchronize tells the parts of the work from one another.");
            }
        }

        text.AppendLine();
        text.Append(report.Verdict.Sentence);
        return text.ToString();
    }

    private static void AppendStage(StringBuilder text, StageReport stage, ProfileReport report)
    {
        double total = stage.BusySeconds + stage.StarvedSeconds + stage.BlockedSeconds;
        double perImage = stage.Items == 0 ? 0 : 1e6 * stage.BusySeconds / stage.Items;
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{stage.Name,-9}{stage.Workers,7}{stage.Items,11:N0}"
            + $"{MegabytesPerSecond(stage, report),7:F0}{perImage,10:F2}"
            + $"{Short(stage.P50Microseconds),8}{Short(stage.P95Microseconds),8}{Short(stage.P99Microseconds),8}"
            + $"{Percent(stage.BusySeconds / total),6}{Percent(stage.StarvedSeconds / total),9}"
            + $"{Percent(stage.BlockedSeconds / total),9}{Queue(stage),13}");
    }

    private static string Parts(TrainerReport trainer) => string.Join(
        ", ",
        trainer.Seconds.Select(part => $"{part.Key.Replace('_', ' ')} {Precise(part.Value / trainer.WholeSeconds)}"));

    private static double MegabytesPerSecond(StageReport stage, ProfileReport report) =>
        report.WallSeconds > 0 ? stage.Bytes / 1e6 / report.WallSeconds : 0;

    private static string Queue(StageReport stage) => stage.QueueCapacity == 0
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $"{stage.QueueDepthMean:F1} of {stage.QueueCapacity}");

    private static string Short(double microseconds) => microseconds switch
    {
        >= 1e5 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000:F0} ms"),
        >= 100 => microseconds.ToString("F0", CultureInfo.InvariantCulture),
        _ => microseconds.ToString("F1", CultureInfo.InvariantCulture),
    };

    private static string Percent(double share) => double.IsFinite(share)
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %")
        : string.Empty;

    private static string Precise(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");
}
