using System.Globalization;
using System.Text;

namespace Trainer.Host.Configuration;

/// <summary>The table of <c>docs/settings.md</c>, made from the settings' definitions.</summary>
internal static class SettingsPage
{
    /// <summary>The table, in Markdown.</summary>
    public static string Table()
    {
        var defaults = new TrainerSettings();
        var text = new StringBuilder();
        text.Append("| key | short | default | meaning |\n|---|---|---|---|\n");
        foreach (Setting setting in SettingsCatalog.All)
        {
            string brief = setting.About.Short is { } option ? $"`{option}` " : string.Empty;
            string meaning = setting.About.Meaning.Replace("|", "\\|", StringComparison.Ordinal);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{setting.Key}` | {brief}| {Default(setting, defaults)} | {meaning} |\n");
        }

        return text.ToString();
    }

    private static string Default(Setting setting, TrainerSettings defaults)
    {
        string text = setting.Text(defaults);
        return setting.About.Default is { } words ? words
            : text.Length == 0 ? "–"
            : setting.Type == typeof(string) || setting.Type.IsEnum ? $"`{text}`"
            : text;
    }
}
