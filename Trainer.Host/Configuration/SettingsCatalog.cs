namespace Trainer.Host.Configuration;

/// <summary>The settings that there are, read off the types, so that there is one list of them.</summary>
internal static class SettingsCatalog
{
    /// <summary>All of them, in the order of the types.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. from section in typeof(TrainerSettings).GetProperties()
           from property in section.PropertyType.GetProperties()
           select new Setting(section, property),
    ];

    /// <summary>Their keys.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. All.Select(setting => setting.Key)];

    /// <summary>The setting of a key, whatever its case; null if there is none.</summary>
    public static Setting? Find(string key) =>
        All.FirstOrDefault(setting => string.Equals(setting.Key, key, StringComparison.OrdinalIgnoreCase));
}
