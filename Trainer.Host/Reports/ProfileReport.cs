using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Core.Checkpoints;
using Trainer.Core.Telemetry;

namespace Trainer.Host.Reports;

/// <summary>
/// The throughput of an input pipeline, the time of its stages and of its trainer, and the verdict, as they stand in
/// <c>profile.json</c>.
/// </summary>
internal sealed record ProfileReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter<BottleneckKind>(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Images per second: in a training those of its steps, validation left out; else those that the consumer took.
    /// </summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The machine's cores.</summary>
    public required int Cores { get; init; }

    /// <summary>Epochs that were run.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images that the consumer took.</summary>
    public required long Images { get; init; }

    /// <summary>Seconds since the start of the pipeline.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Milliseconds before that in which the pipeline had its code compiled.</summary>
    public double WarmUpMs { get; init; }

    /// <summary>The share of takes that found a batch ready, 0 to 1.</summary>
    public required double DataReadiness { get; init; }

    /// <summary>The stages, in the direction of flow.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>The queue of finished batches.</summary>
    public required StageReport Prefetch { get; init; }

    /// <summary>The trainer; null where there was none.</summary>
    public required TrainerReport? Trainer { get; init; }

    /// <summary>What held the run up.</summary>
    public required VerdictReport Verdict { get; init; }

    /// <summary>The run in parts of equal length, without the first.</summary>
    public IReadOnlyList<ProfileWindow> Windows { get; init; } = [];

    /// <summary>Makes the report.</summary>
    /// <param name="pipeline">The pipeline's figures.</param>
    /// <param name="steps">The trainer's figures; null where there was none.</param>
    /// <param name="cores">The machine's cores.</param>
    /// <param name="epochs">Epochs that were run.</param>
    public static ProfileReport Of(PipelineStatistics pipeline, StepStatistics? steps, int cores, int epochs) => new()
    {
        ImagesPerSecond = steps is null ? pipeline.SamplesPerSecond
            : steps.Whole > TimeSpan.Zero ? steps.Samples / steps.Whole.TotalSeconds
            : 0,
        Cores = cores,
        Epochs = epochs,
        Images = pipeline.SamplesTaken,
        WallSeconds = pipeline.Elapsed.TotalSeconds,
        DataReadiness = pipeline.Readiness,
        Stages = [.. pipeline.Stages.Select(StageReport.Of)],
        Prefetch = StageReport.Of(pipeline.Prefetch),
        Trainer = steps is null ? null : TrainerReport.Of(steps),
        Verdict = VerdictReport.Of(
            steps is null ? Bottleneck.OfPipeline(pipeline, cores) : Bottleneck.Of(pipeline, steps, cores)),
    };

    /// <summary>Reads a report.</summary>
    /// <param name="path">A <c>profile.json</c>.</param>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ProfileReport Read(string path) =>
        JsonSerializer.Deserialize<ProfileReport>(File.ReadAllText(path), Options)
            ?? throw new JsonException("it is null");

    /// <summary>Writes the report to a file, which is whole at every moment.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>Writes the report as indented JSON with <c>snake_case</c> keys.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
