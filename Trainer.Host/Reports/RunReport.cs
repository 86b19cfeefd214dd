using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Core.Checkpoints;
using Trainer.Core.Metrics;

namespace Trainer.Host.Reports;

/// <summary>
/// The figures of a run, as they stand in its <c>report.json</c>. Not-a-number stands for a figure that was not
/// measured.
/// </summary>
internal sealed record RunReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new FiniteNumberConverter(), new JsonStringEnumConverter<RunStatus>() },

        // Class names stay readable: the file is UTF-8 and is not embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How the run ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The share of test samples classified correctly, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The mean F1 over classes on the test samples, 0 to 1.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>The mean F1 over classes weighted by their test samples, 0 to 1.</summary>
    public required double WeightedF1 { get; init; }

    /// <summary>The mean loss over the test samples.</summary>
    public required double TestLoss { get; init; }

    /// <summary>The best validation accuracy after any epoch, 0 to 1.</summary>
    public required double BestValAccuracy { get; init; }

    /// <summary>The number of test samples.</summary>
    public required long TestSamples { get; init; }

    /// <summary>The number of training samples.</summary>
    public required long TrainSamples { get; init; }

    /// <summary>The number of bad rows, of training and test data, that were left out.</summary>
    public required int SkippedRows { get; init; }

    /// <summary>The number of epochs trained to their end.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of steps (optimizer updates) taken.</summary>
    public required long Steps { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Training throughput: images per second of the training phases, without validation.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The data stall: the share of its time that the trainer waited for data, 0 to 1.</summary>
    public required double DataStallFraction { get; init; }

    /// <summary>Seconds from start to end of the run.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Precision, recall, F1 and support of each class on the test samples.</summary>
    public required IReadOnlyList<ClassScores> Classes { get; init; }

    /// <summary>Writes the report to a file, which is whole at every moment.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>
    /// Writes the report as indented JSON with <c>snake_case</c> keys; numbers that are not finite become null.
    /// </summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
