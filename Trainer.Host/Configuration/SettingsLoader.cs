using System.Collections;

namespace Trainer.Host.Configuration;

/// <summary>
/// Puts the settings together: the recipe's defaults, then <c>appsettings.json</c> beside the program, one in the
/// working directory, the environment (<c>TRAINER_Section__Key</c>) and the command line. Later ones win.
/// </summary>
internal static class SettingsLoader
{
    /// <summary>What messages call the command line.</summary>
    public const string CommandLine = "command line";

    private const string FileName = "appsettings.json";
    private const string EnvironmentPrefix = "TRAINER_";
    private const string RecipeKey = "Training:Recipe";

    /// <summary>Loads and checks all settings.</summary>
    /// <param name="commandLine">Keys and values of the command line.</param>
    /// <exception cref="SettingsException">
    /// Something is unknown, of the wrong type or out of range; all problems are listed.
    /// </exception>
    public static TrainerSettings Load(IReadOnlyDictionary<string, string?> commandLine) =>
        Bind(Sources(SettingsSource.Of(CommandLine, commandLine)));

    /// <summary>Loads the settings of a run that is to go on: its own, and over them the command line.</summary>
    /// <param name="config">The run's <c>config.json</c>.</param>
    /// <param name="commandLine">Keys and values of the command line.</param>
    /// <exception cref="SettingsException">As for <see cref="Load"/>.</exception>
    public static TrainerSettings LoadForResume(string config, IReadOnlyDictionary<string, string?> commandLine) =>
        Bind([SettingsSource.OfFile(config), SettingsSource.Of(CommandLine, commandLine)]);

    /// <summary>The keys and values of a file of settings.</summary>
    /// <param name="path">A JSON file.</param>
    /// <exception cref="SettingsException">It is not there, is not JSON, or has keys that do not exist.</exception>
    public static SettingsSource ReadFile(string path) => File.Exists(path)
        ? SettingsSource.OfFile(path)
        : throw new SettingsException($"--settings is '{path}', and there is no such file.");

    /// <summary>All sources that there are, each winning over those before it.</summary>
    /// <param name="last">Those that win over files that are always looked for and the environment.</param>
    /// <exception cref="SettingsException">A file is not JSON, or there are keys that do not exist.</exception>
    public static IReadOnlyList<SettingsSource> Sources(params IEnumerable<SettingsSource> last)
    {
        string[] folders = [AppContext.BaseDirectory, Directory.GetCurrentDirectory()];
        IEnumerable<string> files = folders.Distinct(StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, FileName)).Where(File.Exists);
        return [.. files.Select(SettingsSource.OfFile), SettingsSource.Of("environment", ReadEnvironment()), .. last];
    }

    /// <summary>Binds sources over the defaults of the recipe that they name.</summary>
    /// <exception cref="SettingsException">
    /// Something is of the wrong type or out of range; all problems are listed.
    /// </exception>
    public static TrainerSettings Bind(IReadOnlyList<SettingsSource> sources)
    {
        TrainerSettings settings = Recipes.Defaults(FindLast(sources, RecipeKey)?.Values[RecipeKey]);
        List<string> problems = [];
        foreach (Setting setting in SettingsCatalog.All)
        {
            if (FindLast(sources, setting.Key) is { } source)
            {
                string place = string.Equals(source.Name, CommandLine, StringComparison.Ordinal)
                    ? string.Empty
                    : source.Name;
                problems.AddRange(
                    setting.TrySet(settings, source.Values[setting.Key], place) is { } problem ? [problem] : []);
            }
        }

        problems.AddRange(SettingsValidator.Problems(settings));
        return problems.Count == 0 ? settings : throw new SettingsException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>The source whose value of a key is in force; null if none has one.</summary>
    public static SettingsSource? FindLast(IReadOnlyList<SettingsSource> sources, string key) =>
        sources.LastOrDefault(source => source.Values.ContainsKey(key));

    /// <summary>Names without <c>__</c>, such as <c>TRAINER_HOME</c>, are not settings and are left alone.</summary>
    private static Dictionary<string, string?> ReadEnvironment()
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
                && name.Contains("__", StringComparison.Ordinal))
            {
                values[name[EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal)] =
                    (string?)variable.Value;
            }
        }

        return values;
    }
}
