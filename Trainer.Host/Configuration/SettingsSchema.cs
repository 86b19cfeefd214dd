using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trainer.Host.Configuration;

/// <summary>The JSON schema of a file of settings, from which editors complete and check it.</summary>
internal static class SettingsSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>The schema, made from the settings' definitions.</summary>
    public static string Text()
    {
        var defaults = new TrainerSettings();
        var sections = new JsonObject { ["$schema"] = new JsonObject { ["type"] = "string" } };
        foreach (IGrouping<string, Setting> section in SettingsCatalog.All.GroupBy(
            setting => setting.Section, StringComparer.Ordinal))
        {
            sections[section.Key] = Closed(new JsonObject(section.Select(
                setting => KeyValuePair.Create(setting.Name, (JsonNode?)Describe(setting, defaults)))));
        }

        JsonObject schema = Closed(sections);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Closed(JsonObject properties) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = properties,
    };

    private static JsonObject Describe(Setting setting, TrainerSettings defaults)
    {
        SettingAttribute about = setting.About;
        var described = new JsonObject { ["description"] = PlainText.Of(about.Meaning) };
        if (setting.Type.IsEnum)
        {
            described["enum"] = new JsonArray([.. Enum.GetNames(setting.Type).Select(name => (JsonNode)name)]);
        }
        else
        {
            described["type"] = JsonType(setting);
        }

        Limit("minimum", about.Least);
        Limit("exclusiveMinimum", about.Above);
        Limit("maximum", about.Most);
        Limit("exclusiveMaximum", about.Below);
        if (about.Default is null && setting.Text(defaults).Length > 0)
        {
            described["default"] = JsonSerializer.SerializeToNode(setting.Get(defaults) switch
            {
                Enum or TimeSpan => setting.Text(defaults),
                object value => value,
                null => null,
            });
        }

        return described;

        void Limit(string name, double value)
        {
            if (!double.IsNaN(value))
            {
                described[name] = value;
            }
        }
    }

    private static JsonNode JsonType(Setting setting)
    {
        string[] types = setting.Type switch
        {
            _ when setting.Type == typeof(bool) => ["boolean"],
            _ when setting.Type == typeof(int) || setting.Type == typeof(long) => ["integer"],
            _ when setting.Type == typeof(double) => ["number"],
            _ when setting.Type == typeof(AutoCount) => ["integer", "string"],
            _ => ["string"],
        };
        if (setting.IsOptional)
        {
            types = [.. types, "null"];
        }

        return types.Length == 1 ? types[0] : new JsonArray([.. types.Select(type => (JsonNode)type)]);
    }
}
