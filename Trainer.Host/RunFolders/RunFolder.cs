using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Host.Configuration;

namespace Trainer.Host.RunFolders;

/// <summary>The folder of one run and the names of its files.</summary>
internal sealed class RunFolder
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // TorchSharp's own format.
    private const string OlderWeights = "weights.dat";

    private readonly string? _weights;

    private RunFolder(string path, string? weights = null) => (Path, _weights) = (path, weights);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The state of the run, to resume it.</summary>
    public string Checkpoint => File("checkpoint.safetensors");

    /// <summary>The effective settings.</summary>
    public string Config => File("config.json");

    /// <summary>Losses and metrics per epoch.</summary>
    public string History => File("history.csv");

    /// <summary>The classes, one per line, in the order of their indices.</summary>
    public string Labels => File("labels.txt");

    /// <summary>The training curves.</summary>
    public string Plot => File("plot.png");

    /// <summary>The throughput of the pipeline and the time of its stages.</summary>
    public string Profile => File("profile.json");

    /// <summary>The profile as a picture.</summary>
    public string ProfilePlot => File("profile.png");

    /// <summary>The figures.</summary>
    public string ReportJson => File("report.json");

    /// <summary>The classification report.</summary>
    public string ReportText => File("report.txt");

    /// <summary>The confusion matrix of the test.</summary>
    public string Confusion => File("confusion.csv");

    /// <summary>The bad rows that were left out; only where there were any.</summary>
    public string SkippedRows => File("skipped-rows.csv");

    /// <summary>What the image generator learnt of the training data; only where its options need that.</summary>
    public string Statistics => File("statistics.json");

    /// <summary>The weights in the public format, which PyTorch reads.</summary>
    public string Weights => File("weights.safetensors");

    /// <summary>
    /// The weights to take up: those that were named, in the folder or elsewhere, or else those of the end.
    /// </summary>
    public string ReadableWeights =>
        _weights is null ? Weights : System.IO.File.Exists(File(_weights)) ? File(_weights) : _weights;

    /// <summary>A run that has ended has weights and no checkpoint.</summary>
    private bool IsUnfinished => System.IO.File.Exists(Checkpoint) || !System.IO.File.Exists(Weights);

    /// <summary>Makes the folder of a new run.</summary>
    /// <param name="folder">
    /// The folder itself; null for <c>runs/yyyyMMdd-HHmmssZ</c>, with -2, -3, … if it is taken.
    /// </param>
    /// <param name="now">The time for the name.</param>
    /// <exception cref="SettingsException">The folder holds another run.</exception>
    public static RunFolder Create(string? folder, DateTimeOffset now)
    {
        if (folder is not null)
        {
            var given = new RunFolder(folder);
            if (System.IO.File.Exists(given.Config))
            {
                throw new SettingsException(
                    $"Output:Folder is '{folder}', which holds another run; "
                        + "choose another folder, or delete that one.");
            }

            Directory.CreateDirectory(folder);
            return given;
        }

        string name = System.IO.Path.Combine(
            "runs", now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "Z");
        string free = name;
        for (int number = 2; Directory.Exists(free); number++)
        {
            free = $"{name}-{number}";
        }

        Directory.CreateDirectory(free);
        return new RunFolder(free);
    }

    /// <summary>Opens the folder of a run that has ended, or of any run when its weights are named.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="weights">
    /// The file of the weights to take up, in the folder or elsewhere; null for the last ones.
    /// </param>
    /// <exception cref="SettingsException">It is not the folder of a run, or there are no such weights.</exception>
    public static RunFolder Open(string folder, string? weights = null)
    {
        var run = new RunFolder(folder, weights);
        foreach (string needed in new[] { run.Config, run.Labels, run.ReadableWeights })
        {
            if (!System.IO.File.Exists(needed))
            {
                throw new SettingsException(string.Equals(needed, weights, StringComparison.Ordinal)
                    ? $"--weights is '{weights}'; there is no such file, neither in '{folder}' nor here."
                    : $"'{folder}' is not the folder of a finished run: there is no "
                        + $"{System.IO.Path.GetFileName(needed)} in it."
                        + (System.IO.File.Exists(run.File(OlderWeights))
                            ? $" Earlier versions wrote {OlderWeights}, which is there: add --weights {OlderWeights}."
                            : string.Empty));
            }
        }

        return run;
    }

    /// <summary>The names of a folder's files, whatever is in it.</summary>
    public static RunFolder At(string folder) => new(folder);

    /// <summary>Whether a folder holds a run that was cut short.</summary>
    public static bool IsCutShort(string? folder) =>
        folder is not null && new RunFolder(folder) is { } run && System.IO.File.Exists(run.Config) && run.IsUnfinished;

    /// <summary>Opens the folder of a run that was cut short, maybe before its first checkpoint.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="SettingsException">It is not the folder of a run, or the run has ended.</exception>
    public static RunFolder OpenToResume(string folder)
    {
        var run = new RunFolder(folder);
        if (!System.IO.File.Exists(run.Config))
        {
            throw new SettingsException(
                $"'{folder}' is not the folder of a run: there is no {System.IO.Path.GetFileName(run.Config)} in it.");
        }

        return run.IsUnfinished
            ? run
            : throw new SettingsException($"The run in '{folder}' has ended; there is nothing to resume.");
    }

    /// <summary>Writes the settings that are in force.</summary>
    public void WriteConfig(TrainerSettings settings) =>
        AtomicFile.WriteAllText(Config, JsonSerializer.Serialize(settings, Json) + "\n");

    /// <summary>Reads the settings that the run was made with.</summary>
    public TrainerSettings ReadConfig()
    {
        var settings = new TrainerSettings();
        new ConfigurationBuilder()
            .AddJsonFile(System.IO.Path.GetFullPath(Config), optional: false, reloadOnChange: false)
            .Build()
            .Bind(settings);
        return settings;
    }

    /// <summary>Writes the classes.</summary>
    public void WriteLabels(LabelBinarizer labels) =>
        AtomicFile.WriteAllText(Labels, string.Concat(labels.Classes.Select(label => label + "\n")));

    /// <summary>Reads the classes.</summary>
    public LabelBinarizer ReadLabels() => LabelBinarizer.Fit(System.IO.File.ReadLines(Labels));

    /// <summary>The path of any other file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);
}
