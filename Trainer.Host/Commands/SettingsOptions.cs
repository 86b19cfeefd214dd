using System.CommandLine;
using Trainer.Host.Configuration;

namespace Trainer.Host.Commands;

/// <summary>
/// The options that set settings: a short form for the common ones, and <c>--Section:Key</c> for every one.
/// </summary>
internal sealed class SettingsOptions
{
    // Their verbs have these themselves: they may stand without a value.
    private static readonly string[] OfVerbs = ["--watch", "--dashboard"];

    private readonly List<(Option<string> Option, string Key)> _options = [];
    private readonly Option<string?> _file = new("--settings")
    {
        Description = "A JSON file of settings, such as a sweep's settings.json or a run's config.json; "
            + "options beside it win.",
    };

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="shortForms">
    /// Which short forms it has; null for all. Every <c>--Section:Key</c> is there in any case.
    /// </param>
    public SettingsOptions(Command verb, IReadOnlyCollection<string>? shortForms = null)
    {
        verb.Options.Add(_file);

        // The long forms first: where both are given the short one, seen last, wins.
        foreach (string key in SettingsCatalog.Keys)
        {
            Add(verb, $"--{key}", key, description: null);
        }

        foreach (Setting setting in SettingsCatalog.All)
        {
            if (setting.About.Short is { } name && !OfVerbs.Contains(name, StringComparer.Ordinal)
                && (shortForms is null || shortForms.Contains(name, StringComparer.Ordinal)))
            {
                Add(verb, name, setting.Key, PlainText.Of(setting.About.Meaning));
            }
        }
    }

    /// <summary>The option for a trace, where a verb can write one.</summary>
    public static Option<string?> Trace() =>
        new("--trace") { Description = "Write a trace of stages and steps to this file, for ui.perfetto.dev." };

    /// <summary>The option for the weights of a run, where a verb takes up a run.</summary>
    public static Option<string?> Weights() => new("--weights")
    {
        Description = "The weights to take, a file in the run folder (such as best.safetensors) or elsewhere; "
            + "by default the last ones.",
    };

    /// <summary>The keys and values that were given, in a file of settings and as options.</summary>
    /// <exception cref="SettingsException">The file is not there, or has keys that do not exist.</exception>
    public Dictionary<string, string?> Read(ParseResult parsed)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (SettingsSource source in ReadSources(parsed))
        {
            foreach ((string key, string? value) in source.Values)
            {
                values[key] = value;
            }
        }

        return values;
    }

    /// <summary>The file of settings, if one was given, and the options, which win over it.</summary>
    /// <exception cref="SettingsException">The file is not there, or has keys that do not exist.</exception>
    public IReadOnlyList<SettingsSource> ReadSources(ParseResult parsed)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach ((Option<string> option, string key) in _options)
        {
            if (parsed.GetResult(option) is not null)
            {
                given[key] = parsed.GetValue(option);
            }
        }

        var options = SettingsSource.Of(SettingsLoader.CommandLine, given);
        return parsed.GetValue(_file) is { } file ? [SettingsLoader.ReadFile(file), options] : [options];
    }

    private void Add(Command verb, string name, string key, string? description)
    {
        // Every key has its option, but the help page lists only those with a short form.
        var option = new Option<string>(name) { Description = description, Hidden = description is null };
        verb.Options.Add(option);
        _options.Add((option, key));
    }
}
