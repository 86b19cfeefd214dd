using System.Runtime.CompilerServices;
using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Docs;

/// <summary>The page of settings and the schema are what the definitions say.</summary>
public sealed class SettingsPageTests
{
    [Fact]
    public void Page_HasTheTableOfTheDefinitions()
    {
        string page = File.ReadAllText(InRepository("docs", "settings.md"));

        // To accept a change: replace the table by what the verb "settings --markdown" prints.
        Assert.Contains($"\n\n{SettingsPage.Table()}\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_IsThatOfTheDefinitions() =>
        // To accept a change: replace the file by what the verb "settings --schema" prints.
        Assert.Equal(SettingsSchema.Text(), File.ReadAllText(InRepository("docs", "appsettings.schema.json")));

    [Fact]
    public void Schema_OfSettingsOfEachType_SaysWhatIsAllowed()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(SettingsSchema.Text());
        System.Text.Json.JsonElement training = schema.RootElement.GetProperty("properties").GetProperty("Training");
        System.Text.Json.JsonElement Property(string name) => training.GetProperty("properties").GetProperty(name);

        Assert.False(training.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal("""["Sgd","Adam","AdamW","RmsProp"]""", Property("Optimizer").GetProperty("enum").GetRawText().ReplaceWhiteSpace());
        Assert.Equal(("integer", 12), (Property("Epochs").GetProperty("type").GetString(), Property("Epochs").GetProperty("default").GetInt32()));
        Assert.Equal((0, 1), (Property("Momentum").GetProperty("minimum").GetDouble(), Property("Momentum").GetProperty("exclusiveMaximum").GetDouble()));
        Assert.DoesNotContain('`', Property("Optimizer").GetProperty("description").GetString()!);
    }

    private static string InRepository(params string[] path) => Path.GetFullPath(
        Path.Combine([Path.GetDirectoryName(ThisFile())!, "..", "..", .. path]));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

file static class Text
{
    public static string ReplaceWhiteSpace(this string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
