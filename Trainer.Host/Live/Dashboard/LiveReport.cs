using Trainer.Core.Telemetry;

namespace Trainer.Host.Live.Dashboard;

/// <summary>What the page asks for once a second: a snapshot, in the form that its script reads.</summary>
internal static class LiveReport
{
    /// <summary>Makes the object to serialize.</summary>
    public static object Of(LiveSnapshot run) => new
    {
        run.Run,
        Phase = run.Phase.ToString().ToLowerInvariant(),
        run.Epoch,
        run.Epochs,
        run.Step,
        run.Steps,
        run.Progress,
        ElapsedSeconds = run.Elapsed.TotalSeconds,
        LeftSeconds = run.Left?.TotalSeconds,
        ImagesPerSecond = PerSecond(run.Pipeline.SamplesTaken, run.Pipeline),
        run.Verdict,
        Logs = ToDictionary(run.Logs),
        History = ToDictionary(run.History),
        Stages = run.Pipeline.Stages.Append(run.Pipeline.Prefetch).Select(stage => OfStage(stage, run.Pipeline)),
        Split = OfSteps(run.Trainer),
    };

    private static object OfStage(StageStatistics stage, PipelineStatistics pipeline) => new
    {
        stage.Name,
        stage.Workers,
        Busy = stage.Utilization,
        Starved = stage.StarvedShare,
        Blocked = stage.BlockedShare,
        Queue = stage.QueueDepth.Mean,
        stage.QueueCapacity,
        ImagesPerSecond = PerSecond(stage.Items, pipeline),
        Microseconds = new[]
        {
            stage.ServiceTime.P50Microseconds,
            stage.ServiceTime.P95Microseconds,
            stage.ServiceTime.P99Microseconds,
        },
        stage.Failures,
    };

    private static Dictionary<string, double> OfSteps(StepStatistics steps) => steps.Whole <= TimeSpan.Zero
        ? []
        : steps.Parts.ToDictionary(part => part.Name, part => part.Time / steps.Whole, StringComparer.Ordinal);

    private static double PerSecond(long items, PipelineStatistics pipeline) =>
        pipeline.Elapsed <= TimeSpan.Zero ? 0 : items / pipeline.Elapsed.TotalSeconds;

    private static Dictionary<string, T> ToDictionary<T>(IReadOnlyList<KeyValuePair<string, T>> pairs) =>
        pairs.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
