using Trainer.Core.Telemetry;

namespace Trainer.Host.Reports;

/// <summary>What a trainer did with its time.</summary>
/// <param name="Steps">Steps of training.</param>
/// <param name="Images">Images in them.</param>
/// <param name="WholeSeconds">The time of all steps.</param>
/// <param name="IsSplit">Whether copy, forward, backward and optimizer could be told from one another.</param>
/// <param name="Seconds">The time of each part that was measured, in the order of a step.</param>
internal sealed record TrainerReport(
    long Steps, long Images, double WholeSeconds, bool IsSplit, IReadOnlyDictionary<string, double> Seconds)
{
    /// <summary>The part of the data wait that was for the first batch, in seconds.</summary>
    public double FirstWaitSeconds { get; init; }

    /// <summary>Microseconds that half of the steps took at most.</summary>
    public double StepP50Microseconds { get; init; }

    /// <summary>Microseconds that 95 of 100 steps took at most.</summary>
    public double StepP95Microseconds { get; init; }

    /// <summary>Microseconds that 99 of 100 steps took at most.</summary>
    public double StepP99Microseconds { get; init; }

    /// <summary>The trainer as stages behind the queue: the copy to the device, and training.</summary>
    public IReadOnlyList<StageReport> Stages { get; init; } = [];

    /// <summary>The report of a trainer.</summary>
    public static TrainerReport Of(StepStatistics steps)
    {
        var seconds = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, TimeSpan time) in steps.Parts)
        {
            seconds[name.Replace(' ', '_')] = time.TotalSeconds;
        }

        return new TrainerReport(steps.Steps, steps.Samples, steps.Whole.TotalSeconds, steps.IsSplit, seconds)
        {
            FirstWaitSeconds = steps.FirstWait.TotalSeconds,
            Stages = [.. steps.Rows.Select(StageReport.Of)],
            StepP50Microseconds = steps.StepTime.P50Microseconds,
            StepP95Microseconds = steps.StepTime.P95Microseconds,
            StepP99Microseconds = steps.StepTime.P99Microseconds,
        };
    }
}
