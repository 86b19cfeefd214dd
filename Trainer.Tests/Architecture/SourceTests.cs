using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Architecture;

/// <summary>What no compiler says of the source: how long lines and files are.</summary>
public sealed class SourceTests
{
    private const int MostColumns = 120;
    private const int MostLines = 350;

    [Fact]
    public void Lines_OfTheProjects_AreNoLongerThanTheEditorShows() => Assert.Empty(
        from file in Files()
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where line.Text.Length > MostColumns
        select $"{file}:{line.Number} has {line.Text.Length} columns");

    [Fact]
    public void Files_OfTheProjects_AreNoLongerThanOneIdeaNeeds() => Assert.Empty(
        from file in Files()
        let lines = File.ReadLines(file).Count()
        where lines > MostLines
        select $"{file} has {lines} lines");

    private static List<string> Files()
    {
        var root = new DirectoryInfo(Repository.Find());
        var options = new EnumerationOptions { RecurseSubdirectories = true };
        List<string> files =
        [
            .. from project in root.GetDirectories("Trainer.*").Concat(root.GetDirectories("samples"))
               where project.Name != "Trainer.Tests"
               from file in project.GetFiles("*.cs", options)
               where !file.FullName.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
               select file.FullName,
        ];
        Assert.True(files.Count > 100);
        return files;
    }
}
