using Trainer.Core.Telemetry;

namespace Trainer.Host.Reports;

/// <summary>
/// A part of a run, one of several of equal length: they tell how much its figures scatter by themselves.
/// </summary>
/// <param name="ImagesPerSecond">In a training those of its steps; else those that the consumer took.</param>
/// <param name="MicrosecondsPerImage">The working time of each stage.</param>
internal sealed record ProfileWindow(double ImagesPerSecond, IReadOnlyDictionary<string, double> MicrosecondsPerImage)
{
    /// <summary>What was done between two moments; null if that was nothing, as during a validation.</summary>
    public static ProfileWindow? Between(
        (PipelineStatistics Pipeline, StepStatistics? Steps) before,
        (PipelineStatistics Pipeline, StepStatistics? Steps) now)
    {
        PipelineStatistics done = now.Pipeline.Since(before.Pipeline);
        StepStatistics? steps = before.Steps is null ? null : now.Steps?.Since(before.Steps);
        double rate = steps is null ? done.SamplesPerSecond
            : steps.Whole > TimeSpan.Zero ? steps.Samples / steps.Whole.TotalSeconds
            : 0;
        return rate <= 0
            ? null
            : new ProfileWindow(rate, done.Stages.Where(stage => stage.Items > 0).ToDictionary(
                stage => stage.Name, stage => 1e6 * stage.SecondsPerItem, StringComparer.Ordinal));
    }
}
