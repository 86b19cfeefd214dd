using System.CommandLine;
using Trainer.Host.Configuration;

namespace Trainer.Host.Commands;

/// <summary>
/// The options that set settings: a short form for the common ones, and <c>--Section:Key</c> for every one.
/// </summary>
internal sealed class SettingsOptions
{
    private static readonly (string Name, string Key, string Description)[] ShortForms =
    [
        ("--training", "Data:Training", "The training file (CSV: label,p0,p1,…)."),
        ("--testing", "Data:Testing", "The testing file."),
        ("--model", "Model:Name", "The network: MiniVggNet, LeNet, ResNet8, ResNet14 or ResNet20."),
        ("--epochs", "Training:Epochs", "Passes over the training data."),
        ("--batch-size", "Training:BatchSize", "Samples per step."),
        ("--seed", "Training:Seed", "Seeds weights, dropout, order and augmentation."),
        ("--output", "Output:Folder", "The run folder."),
        ("--device", "Torch:Device", "cpu, cuda, cuda:1, … or mps."),
        ("--recipe", "Training:Recipe", "The defaults to start from: default, keras for the tutorial to the letter, or "
            + "best for the highest accuracy."),
    ];

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
        foreach (string key in SettingsKeys.All)
        {
            Add(verb, $"--{key}", key, description: null);
        }

        foreach ((string name, string key, string description) in ShortForms)
        {
            if (shortForms is null || shortForms.Contains(name, StringComparer.Ordinal))
            {
                Add(verb, name, key, description);
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
        Dictionary<string, string?> values = parsed.GetValue(_file) is { } file
            ? SettingsLoader.ReadValues(file)
            : new(StringComparer.OrdinalIgnoreCase);
        foreach ((Option<string> option, string key) in _options)
        {
            if (parsed.GetResult(option) is not null)
            {
                values[key] = parsed.GetValue(option);
            }
        }

        return values;
    }

    private void Add(Command verb, string name, string key, string? description)
    {
        // Every key has its option, but the help page lists only those with a short form.
        var option = new Option<string>(name) { Description = description, Hidden = description is null };
        verb.Options.Add(option);
        _options.Add((option, key));
    }
}
