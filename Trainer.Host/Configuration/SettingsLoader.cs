using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Trainer.Host.Configuration;

/// <summary>
/// Puts the settings together: the recipe's defaults, then <c>appsettings.json</c> beside the program, one in the
/// working directory, the environment (<c>TRAINER_Section__Key</c>) and the command line. Later ones win.
/// </summary>
internal static class SettingsLoader
{
    private const string FileName = "appsettings.json";
    private const string EnvironmentPrefix = "TRAINER_";

    /// <summary>Loads and checks all settings.</summary>
    /// <param name="commandLine">Keys and values of the command line.</param>
    /// <exception cref="SettingsException">
    /// Something is unknown, of the wrong type or out of range; all problems are listed.
    /// </exception>
    public static TrainerSettings Load(IReadOnlyDictionary<string, string?> commandLine) => Bind(Combine(commandLine));

    /// <summary>Loads the settings of a run that is to go on: its own, and over them the command line.</summary>
    /// <param name="config">The run's <c>config.json</c>.</param>
    /// <param name="commandLine">Keys and values of the command line.</param>
    /// <exception cref="SettingsException">As for <see cref="Load"/>.</exception>
    public static TrainerSettings LoadForResume(string config, IReadOnlyDictionary<string, string?> commandLine)
    {
        IConfigurationRoot own = ReadFile(Path.GetFullPath(config));
        SettingsKeys.RequireKnown(own, config);
        return Bind(new ConfigurationBuilder().AddConfiguration(own).AddInMemoryCollection(commandLine).Build());
    }

    /// <summary>The keys and values of a file of settings.</summary>
    /// <param name="path">A JSON file.</param>
    /// <exception cref="SettingsException">It is not there, is not JSON, or has keys that do not exist.</exception>
    public static Dictionary<string, string?> ReadValues(string path)
    {
        if (!File.Exists(path))
        {
            throw new SettingsException($"--settings is '{path}', and there is no such file.");
        }

        IConfigurationRoot file = ReadFile(Path.GetFullPath(path));
        SettingsKeys.RequireKnown(file, path);
        return file.AsEnumerable().Where(pair => pair.Value is not null).ToDictionary(
            pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static TrainerSettings Bind(IConfigurationRoot given)
    {
        TrainerSettings settings = Recipes.Defaults(given["Training:Recipe"]);
        try
        {
            given.Bind(settings);
        }
        catch (InvalidOperationException e)
        {
            throw new SettingsException(DescribeBinding(e));
        }

        SettingsValidator.Validate(settings);
        return settings;
    }

    private static IConfigurationRoot Combine(IReadOnlyDictionary<string, string?> commandLine)
    {
        var combined = new ConfigurationBuilder();
        foreach (string folder in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }.Distinct(
            StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, FileName);
            if (File.Exists(path))
            {
                Add(path, ReadFile(path));
            }
        }

        Add("environment", ReadEnvironment());
        Add("command line", new ConfigurationBuilder().AddInMemoryCollection(commandLine).Build());
        return combined.Build();

        void Add(string name, IConfiguration source)
        {
            SettingsKeys.RequireKnown(source, name);
            combined.AddConfiguration(source);
        }
    }

    private static IConfigurationRoot ReadFile(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build();
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException($"{path} is not JSON: {e.InnerException?.Message ?? e.Message}");
        }
    }

    /// <summary>Names without <c>__</c>, such as <c>TRAINER_HOME</c>, are not settings and are left alone.</summary>
    private static IConfigurationRoot ReadEnvironment()
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

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    /// <summary>The binder says which key; its inner exception says what stood there.</summary>
    private static string DescribeBinding(InvalidOperationException e)
    {
        string inner = e.InnerException?.InnerException?.Message ?? e.InnerException?.Message ?? string.Empty;
        return $"{e.Message} {inner}".TrimEnd();
    }
}
