using Microsoft.Extensions.Configuration;
using Trainer.Core.Text;

namespace Trainer.Host.Configuration;

/// <summary>Where values of settings come from: a file, the environment, the command line.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Values">Values by key, whatever its case; null for a setting that is set to nothing.</param>
internal sealed record SettingsSource(string Name, IReadOnlyDictionary<string, string?> Values)
{
    // Editors look for the schema of a file there.
    private const string SchemaKey = "$schema";

    /// <summary>
    /// Reads a source, and refuses keys that do not exist: a misspelt one must not be passed over in silence.
    /// </summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="configuration">The source.</param>
    /// <exception cref="SettingsException">A key does not exist.</exception>
    public static SettingsSource Of(string name, IConfiguration configuration)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string? value) in configuration.AsEnumerable())
        {
            if (SettingsCatalog.Find(key) is { } setting)
            {
                values[setting.Key] = value;
            }
            else if (value is not null && !string.Equals(key, SchemaKey, StringComparison.Ordinal))
            {
                throw new SettingsException(
                    $"{name}: there is no setting '{key}'.{NearestName.Question(key, SettingsCatalog.Keys)}");
            }
        }

        return new SettingsSource(name, values);
    }

    /// <summary>Reads a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SettingsException">It is not JSON, or has keys that do not exist.</exception>
    public static SettingsSource OfFile(string path)
    {
        try
        {
            return Of(path, new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path)).Build());
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException($"{path} is not JSON: {e.InnerException?.Message ?? e.Message}");
        }
    }

    /// <summary>Takes values of keys that are known to exist.</summary>
    public static SettingsSource Of(string name, IEnumerable<KeyValuePair<string, string?>> values) =>
        Of(name, new ConfigurationBuilder().AddInMemoryCollection(values).Build());
}
