using System.Globalization;
using System.Text.Json;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Live.Dashboard;

/// <summary>The runs in one folder, for comparison. Nothing outside of it is read.</summary>
/// <param name="folder">The folder that holds the run folders.</param>
internal sealed class RunLibrary(string folder)
{
    private const int MostRuns = 500;

    /// <summary>The runs, the newest first.</summary>
    public IReadOnlyList<FinishedRunInfo> List() => [.. Folders().Select(Describe)];

    /// <summary>The figures of each epoch of a run, by name.</summary>
    /// <param name="name">A run's name.</param>
    /// <returns>Null if there is no such run.</returns>
    public IReadOnlyDictionary<string, IReadOnlyList<double>>? ReadHistory(string name) =>
        Find(name) is { } run ? ReadCsv(run.History) : null;

    /// <summary>The settings of a run, as they stand in its <c>config.json</c>.</summary>
    /// <param name="name">A run's name.</param>
    /// <returns>Null if there is no such run.</returns>
    public string? ReadSettings(string name) => Find(name) is { } run ? File.ReadAllText(run.Config) : null;

    /// <summary>Names are only compared with those that there are, so that none can lead out of the folder.</summary>
    private RunFolder? Find(string name) =>
        Folders().FirstOrDefault(run => string.Equals(Path.GetFileName(run.Path), name, StringComparison.Ordinal));

    private IEnumerable<RunFolder> Folders() => !Directory.Exists(folder) ? [] : new DirectoryInfo(folder)
        .EnumerateDirectories()
        .Where(directory => !directory.Attributes.HasFlag(FileAttributes.ReparsePoint))
        .Select(directory => RunFolder.At(directory.FullName))
        .Where(run => File.Exists(run.Config) && File.Exists(run.History))
        .OrderByDescending(run => Path.GetFileName(run.Path), StringComparer.Ordinal)
        .Take(MostRuns);

    private static FinishedRunInfo Describe(RunFolder run)
    {
        Dictionary<string, IReadOnlyList<double>> history = ReadCsv(run.History);
        JsonElement report = ReadJson(run.ReportJson);
        JsonElement config = ReadJson(run.Config);
        return new FinishedRunInfo(
            Path.GetFileName(run.Path),
            Text(report, "status"),
            history.TryGetValue("epoch", out IReadOnlyList<double>? epochs) ? epochs.Count : 0,
            report.ValueKind == JsonValueKind.Object
                && report.TryGetProperty("accuracy", out JsonElement accuracy)
                && accuracy.ValueKind == JsonValueKind.Number
                ? accuracy.GetDouble()
                : double.NaN,
            history.TryGetValue("val_accuracy", out IReadOnlyList<double>? values)
                ? values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max()
                : double.NaN,
            Section(config, "Model", "Name"),
            Section(config, "Training", "Recipe"));
    }

    private static string Section(JsonElement config, string section, string key) =>
        config.ValueKind == JsonValueKind.Object && config.TryGetProperty(section, out JsonElement element)
            ? Text(element, key) ?? string.Empty
            : string.Empty;

    private static string? Text(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(key, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A file that is not there, or not JSON, tells nothing and spoils nothing.</summary>
    private static JsonElement ReadJson(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static Dictionary<string, IReadOnlyList<double>> ReadCsv(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] names = lines.Length > 0 ? lines[0].Split(',') : [];
        string[][] rows =
            [.. lines.Skip(1).Select(line => line.Split(',')).Where(fields => fields.Length == names.Length)];
        var columns = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            int column = i;
            columns[names[i]] =
            [
                .. rows.Select(
                    row => double.TryParse(
                        row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                        ? value
                        : double.NaN),
            ];
        }

        return columns;
    }
}
