using System.Text;
using System.Text.Json;
using Trainer.Core.Checkpoints;
using Trainer.Core.Pipeline;

namespace Trainer.Host.Reports;

/// <summary>The throughput of an input pipeline and the time of its stages, as they stand in <c>profile.json</c>.</summary>
internal sealed record ProfileReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Images that the consumer took, per second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The machine's cores.</summary>
    public required int Cores { get; init; }

    /// <summary>Epochs that were run.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images that the consumer took.</summary>
    public required long Images { get; init; }

    /// <summary>Seconds from the start of the pipeline to its last batch.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>The share of takes that found a batch ready, 0 to 1.</summary>
    public required double DataReadiness { get; init; }

    /// <summary>The stages, in the direction of flow.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>Makes the report.</summary>
    /// <param name="statistics">The pipeline's figures.</param>
    /// <param name="wall">The time from its start to its last batch.</param>
    /// <param name="epochs">Epochs that were run.</param>
    public static ProfileReport Of(PipelineStatistics statistics, TimeSpan wall, int epochs) => new()
    {
        ImagesPerSecond = statistics.SamplesTaken / wall.TotalSeconds,
        Cores = Environment.ProcessorCount,
        Epochs = epochs,
        Images = statistics.SamplesTaken,
        WallSeconds = wall.TotalSeconds,
        DataReadiness = statistics.Readiness,
        Stages = [.. statistics.Stages.Select(stage => new StageReport(
            stage.Name, stage.Workers, stage.Items, stage.Busy.TotalSeconds, stage.Starved.TotalSeconds, stage.Blocked.TotalSeconds))],
    };

    /// <summary>Writes the report to a file, which is whole at every moment.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, Options) + "\n");

    /// <summary>The report as a table.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine($"{Images:N0} images in {WallSeconds:F2} s: {ImagesPerSecond:N0} images/s on {Cores} cores");
        text.AppendLine();
        text.AppendLine($"{"stage",-10}{"workers",8}{"images",12}{"µs/image",10}{"busy",8}{"starved",9}{"blocked",9}");
        foreach (StageReport stage in Stages)
        {
            double total = stage.BusySeconds + stage.StarvedSeconds + stage.BlockedSeconds;
            double perImage = stage.Items == 0 ? 0 : 1e6 * stage.BusySeconds / stage.Items;
            text.AppendLine($"{stage.Name,-10}{stage.Workers,8}{stage.Items,12:N0}{perImage,10:F2}{stage.BusySeconds / total,8:P0}{stage.StarvedSeconds / total,9:P0}{stage.BlockedSeconds / total,9:P0}");
        }

        return text.ToString();
    }
}
