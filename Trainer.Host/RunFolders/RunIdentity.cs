using System.Security.Cryptography;
using System.Text;
using Trainer.Augment.Codecs;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Host.Configuration;

namespace Trainer.Host.RunFolders;

/// <summary>
/// What decides the result of a run: its settings, but for those that do not change results, and its data by their
/// content.
/// </summary>
internal sealed class RunIdentity
{
    private static readonly string[] WithoutEffect =
    [
        "Data:Training", "Data:Testing", "Data:Folder", "Data:CacheMegabytes",
        "Pipeline:Workers", "Pipeline:ParseWorkers", "Pipeline:AugmentWorkers", "Pipeline:CpuBudget",
        "Pipeline:MemoryBudgetMegabytes", "Pipeline:MaxQueueSize", "Pipeline:ConsumerBatches", "Pipeline:ChunkSize",
        "Pipeline:StallTimeout", "Torch:DevicePrefetch", "Output:", "Dashboard:", "Checkpoint:", "Telemetry:",
    ];

    private readonly SortedDictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _data = new(StringComparer.Ordinal);

    /// <summary>Looks at a run that is about to begin or to go on.</summary>
    /// <param name="settings">The settings in force, complete.</param>
    /// <param name="training">The training data: a file, a pattern or a folder.</param>
    /// <param name="testing">The testing data.</param>
    public RunIdentity(TrainerSettings settings, string training, string testing)
    {
        foreach (Setting setting in SettingsCatalog.All)
        {
            if (!WithoutEffect.Any(prefix => setting.Key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                _settings[setting.Key] = setting.Text(settings) is { Length: > 0 } text ? text : "not set";
            }
        }

        IImageCodec codec = settings.Data.CreateCodec();
        _data["training data"] = Fingerprint(training, codec);
        _data["testing data"] = Fingerprint(testing, codec);
    }

    /// <summary>Writes it down, with a hash of the settings.</summary>
    public void Save(StateDictionary state)
    {
        foreach ((string key, string value) in _settings)
        {
            state.Section("settings").Set(key, value);
        }

        state.Set("settings_sha256", Hash(_settings));
        foreach ((string name, string value) in _data)
        {
            state.Section("data").Set(name, value);
        }
    }

    /// <summary>What is not as it was when a checkpoint was written: a sentence for each difference.</summary>
    public IReadOnlyList<string> DifferencesFrom(StateDictionary state)
    {
        IReadOnlyDictionary<string, string> settings = state.Section("settings").Values;
        IReadOnlyDictionary<string, string> data = state.Section("data").Values;
        return
        [
            .. from key in _settings.Keys.Union(settings.Keys, StringComparer.Ordinal)
               let before = settings.GetValueOrDefault(key, "not known")
               let now = _settings.GetValueOrDefault(key, "not known")
               where !AreSame(before, now)
               select $"{key} was {before} and is {now}.",
            .. from entry in _data
               let before = data.GetValueOrDefault(entry.Key, "not known")
               where !string.Equals(before, entry.Value, StringComparison.Ordinal)
               select $"The {entry.Key} had {before} and has {entry.Value}.",
        ];
    }

    /// <summary>Older checkpoints have True for true.</summary>
    private static bool AreSame(string before, string now) => string.Equals(before, now, StringComparison.Ordinal)
        || (bool.TryParse(before, out bool was) && bool.TryParse(now, out bool isNow) && was == isNow);

    private static string Hash(IEnumerable<KeyValuePair<string, string>> values) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(values.Select(pair => $"{pair.Key}={pair.Value}\n")))));

    /// <summary>Length and content; of a folder also the names in it, which are its labels and its order.</summary>
    private static string Fingerprint(string path, IImageCodec codec)
    {
        bool isFolder = Directory.Exists(path);
        IReadOnlyList<string> files = isFolder ? ImageFolderDataset.ListImages(path, codec)
            : CsvFiles.IsPattern(path) ? CsvFiles.Match(path)
            : [path];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        long length = 0;
        foreach (string file in files)
        {
            if (isFolder)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(path, file) + "\n"));
            }

            using FileStream stream = File.OpenRead(file);
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                hash.AppendData(buffer, 0, read);
                length += read;
            }
        }

        return $"{length:N0} bytes with the SHA-256 {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
