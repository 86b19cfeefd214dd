using System.Reflection;
using Microsoft.Extensions.Configuration;
using Trainer.Core.Text;

namespace Trainer.Host.Configuration;

/// <summary>The keys that exist, read off the settings types, so that there is one list of them.</summary>
internal static class SettingsKeys
{
    /// <summary>Every key, such as <c>Training:Epochs</c>, in the order of the types.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. from section in typeof(TrainerSettings).GetProperties()
           from property in section.PropertyType.GetProperties()
           select $"{section.Name}:{property.Name}",
    ];

    /// <summary>The value of a key, as text for <c>config.json</c> and messages.</summary>
    public static object? ValueOf(TrainerSettings settings, string key)
    {
        string[] parts = key.Split(':');
        PropertyInfo section = typeof(TrainerSettings).GetProperty(parts[0])!;
        return section.PropertyType.GetProperty(parts[1])!.GetValue(section.GetValue(settings));
    }

    /// <summary>Refuses keys that do not exist: a misspelt setting must not be passed over in silence.</summary>
    /// <param name="source">One source of settings.</param>
    /// <param name="name">What the error calls the source.</param>
    /// <exception cref="SettingsException">A key does not exist.</exception>
    public static void RequireKnown(IConfiguration source, string name)
    {
        foreach ((string key, string? value) in source.AsEnumerable())
        {
            if (value is not null && !All.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                throw new SettingsException($"{name}: there is no setting '{key}'.{NearestName.Question(key, All)}");
            }
        }
    }
}
