using System.Runtime.CompilerServices;
using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Docs;

public sealed class SettingsPageTests
{
    [Fact]
    public void Page_ListsEveryKeyInOrder()
    {
        string page = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs", "settings.md")));
        IEnumerable<string> listed = page.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);

        Assert.Equal(SettingsKeys.All, listed, StringComparer.Ordinal);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
