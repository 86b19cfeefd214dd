using System.Globalization;
using System.Text;

namespace Trainer.Host.Configuration;

/// <summary>The settings in force, for people: each with its default, where it comes from and what it means.</summary>
internal static class SettingsListing
{
    /// <summary>Lists settings.</summary>
    /// <param name="sources">Where values come from, each winning over those before it.</param>
    /// <param name="filter">Only those whose key or meaning has this text; null for all.</param>
    /// <exception cref="SettingsException">
    /// Something is of the wrong type or out of range, or nothing has the text.
    /// </exception>
    public static string Text(IReadOnlyList<SettingsSource> sources, string? filter)
    {
        TrainerSettings settings = SettingsLoader.Bind(sources);
        var defaults = new TrainerSettings();
        Setting[] shown = [.. SettingsCatalog.All.Where(setting => Matches(setting, filter ?? string.Empty))];
        if (shown.Length == 0)
        {
            throw new SettingsException($"No setting has '{filter}' in its key or meaning.");
        }

        var text = new StringBuilder();
        foreach (Setting setting in shown)
        {
            string value = setting.Text(settings) is { Length: > 0 } given ? given : "not set";
            string usual = setting.About.Default is { } words ? PlainText.Of(words)
                : setting.Text(defaults) is { Length: > 0 } set ? set
                : "not set";
            string origin = SettingsLoader.FindLast(sources, setting.Key) is { } source ? source.Name
                : !string.Equals(
                    setting.Text(settings),
                    setting.Text(defaults),
                    StringComparison.Ordinal) ? $"recipe {settings.Training.Recipe}"
                : "default";
            text.AppendLine(
                CultureInfo.InvariantCulture, $"{setting.Key} = {value}  ({origin}; the default is {usual})");
            text.AppendLine(CultureInfo.InvariantCulture, $"    {PlainText.Of(setting.About.Meaning)}");
        }

        return text.ToString();
    }

    private static bool Matches(Setting setting, string filter) =>
        setting.Key.Contains(filter, StringComparison.OrdinalIgnoreCase)
        || setting.About.Meaning.Contains(filter, StringComparison.OrdinalIgnoreCase);
}
