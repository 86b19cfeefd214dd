using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Trainer.Core.Telemetry;

/// <summary>
/// The instruments of the running pipelines and trainers, after OpenTelemetry's conventions for names and units.
/// </summary>
/// <remarks>
/// Counters and gauges are read off the meters when somebody collects, and cost nothing before that; the histograms are
/// recorded only while somebody listens.
/// </remarks>
internal static class Instruments
{
    private static readonly Meter Meter = new(TelemetryNames.Meter);
    private static readonly ConditionalWeakTable<object, ShownPipeline> Pipelines = [];
    private static readonly ConditionalWeakTable<StepMeter, object> Trainers = [];

    /// <summary>Spans per chunk and per step.</summary>
    public static ActivitySource Source { get; } = new(TelemetryNames.ActivitySource);

    /// <summary>The working time of each chunk.</summary>
    public static Histogram<double> ChunkDuration { get; } =
        Meter.CreateHistogram<double>(
            "trainer.stage.chunk.duration", "s", "Working time of a stage for one chunk of samples.");

    /// <summary>The time of each step of training.</summary>
    public static Histogram<double> StepDuration { get; } =
        Meter.CreateHistogram<double>(
            "trainer.step.duration", "s", "Time of a step of training, from its wait for data to its last callback.");

    static Instruments()
    {
        Meter.CreateObservableCounter(
            "trainer.stage.items",
            () => PerStage(stage => stage.Items),
            "{sample}",
            "Samples that a stage has finished.");
        Meter.CreateObservableCounter(
            "trainer.stage.io", () => PerStage(stage => stage.Bytes), "By", "Bytes of a stage's output.");
        Meter.CreateObservableCounter(
            "trainer.stage.failures",
            () => PerStage(stage => stage.Failures),
            "{failure}",
            "Bad rows, and work that ended with an exception.");
        Meter.CreateObservableCounter(
            "trainer.stage.time", StageTimes, "s", "What a stage's workers did with their time, added up over them.");
        Meter.CreateObservableUpDownCounter(
            "trainer.stage.workers", () => PerStage(stage => stage.Workers), "{worker}", "Workers of a stage.");
        Meter.CreateObservableGauge(
            "trainer.stage.queue.depth",
            () => PerStage(stage => stage.QueueDepth.Current),
            "{entry}",
            "Chunks that wait for a stage; finished batches in the prefetch queue.");
        Meter.CreateObservableGauge(
            "trainer.stage.queue.capacity",
            () => PerStage(stage => stage.QueueCapacity),
            "{entry}",
            "The most entries that may wait for a stage.");
        Meter.CreateObservableCounter(
            "trainer.pipeline.batches",
            () => PerPipeline(figures => figures.BatchesTaken),
            "{batch}",
            "Batches that the consumer has taken.");
        Meter.CreateObservableCounter(
            "trainer.pipeline.ready_batches",
            () => PerPipeline(figures => figures.ReadyTakes),
            "{batch}",
            "Batches that were ready when the consumer asked for them.");
        Meter.CreateObservableCounter(
            "trainer.pipeline.wait",
            () => PerPipeline(figures => figures.ConsumerWait.TotalSeconds),
            "s",
            "How long the consumer waited for batches.");
        Meter.CreateObservableCounter("trainer.steps", () => Sum(steps => steps.Steps), "{step}", "Steps of training.");
        Meter.CreateObservableCounter(
            "trainer.samples", () => Sum(steps => steps.Samples), "{sample}", "Samples in the steps of training.");
        Meter.CreateObservableCounter("trainer.step.time", StepTimes, "s", "What the trainer did with its time.");
    }

    /// <summary>From now on a pipeline is one of those that are shown.</summary>
    /// <param name="pipeline">The pipeline, for as long as it lives.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="read">Reads its figures.</param>
    public static void Show(object pipeline, string name, Func<PipelineStatistics> read) =>
        Pipelines.AddOrUpdate(pipeline, new ShownPipeline(name, read));

    /// <summary>The pipeline has ended.</summary>
    public static void Hide(object pipeline) => Pipelines.Remove(pipeline);

    /// <summary>From now on the trainer is one of those that are shown, for as long as it lives.</summary>
    public static void Show(StepMeter trainer) => Trainers.TryAdd(trainer, trainer);

    private static IEnumerable<(string Name, PipelineStatistics Figures)> Read() => Pipelines.Select(
        pair => (pair.Value.Name, pair.Value.Read()));

    private static IEnumerable<Measurement<T>> PerPipeline<T>(Func<PipelineStatistics, T> value)
        where T : struct => Read().Select(
            pipeline => new Measurement<T>(value(pipeline.Figures), Tag(TelemetryNames.PipelineTag, pipeline.Name)));

    private static IEnumerable<Measurement<T>> PerStage<T>(Func<StageStatistics, T> value)
        where T : struct =>
        from pipeline in Read()
        from stage in pipeline.Figures.Rows
        select new Measurement<T>(
            value(stage), Tag(TelemetryNames.PipelineTag, pipeline.Name), Tag(TelemetryNames.StageTag, stage.Name));

    private static IEnumerable<Measurement<double>> StageTimes() =>
        from pipeline in Read()
        from stage in pipeline.Figures.Rows
        from time in new[] { ("busy", stage.Busy), ("starved", stage.Starved), ("blocked", stage.Blocked) }
        select new Measurement<double>(
            time.Item2.TotalSeconds,
            Tag(TelemetryNames.PipelineTag, pipeline.Name),
            Tag(TelemetryNames.StageTag, stage.Name),
            Tag(TelemetryNames.StateTag, time.Item1));

    private static long Sum(Func<StepStatistics, long> value) => Trainers.Sum(trainer => value(trainer.Key.Read()));

    private static IEnumerable<Measurement<double>> StepTimes() =>
        Trainers.SelectMany(trainer => trainer.Key.Read().Parts)
            .GroupBy(part => part.Name, StringComparer.Ordinal)
            .Select(
                times => new Measurement<double>(
                    times.Sum(part => part.Time.TotalSeconds), Tag(TelemetryNames.PartTag, times.Key)));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private sealed record ShownPipeline(string Name, Func<PipelineStatistics> Read);
}
