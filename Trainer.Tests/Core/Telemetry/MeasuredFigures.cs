using Trainer.Core.Telemetry;

namespace Trainer.Tests.Core.Telemetry;

/// <summary>MeasuredFigures of pipelines and trainers as tests need them.</summary>
internal static class MeasuredFigures
{
    /// <summary>Ten seconds of a pipeline.</summary>
    public static PipelineStatistics PipelineOf(params StageStatistics[] stages) => new(stages, 100, 1000, 90, TimeSpan.FromSeconds(1))
    {
        Elapsed = TimeSpan.FromSeconds(10),
    };

    /// <summary>A stage that did a thousand samples.</summary>
    public static StageStatistics StageOf(string name, double busySeconds, int workers = 1, int maxWorkers = 256, string? pool = null) =>
        new(name, workers, 1000, TimeSpan.FromSeconds(busySeconds), TimeSpan.Zero, TimeSpan.Zero) { MaxWorkers = maxWorkers, Pool = pool ?? name };

    /// <summary>A trainer that took a thousand samples.</summary>
    public static StepStatistics StepsOf(double wholeSeconds, double waitSeconds, int threads = 1) => new()
    {
        Steps = 100,
        Samples = 1000,
        Whole = TimeSpan.FromSeconds(wholeSeconds),
        DataWait = TimeSpan.FromSeconds(waitSeconds),
        ComputeThreads = threads,
    };

    /// <summary>The same with a prefetch queue whose depth was at most this.</summary>
    public static PipelineStatistics WithQueue(this PipelineStatistics pipeline, int capacity, int max)
    {
        var recorder = new QueueDepthRecorder(capacity);
        recorder.Add(max, 1);
        return pipeline with { Prefetch = pipeline.Prefetch with { QueueCapacity = capacity, QueueDepth = recorder.Read() } };
    }
}
