using System.Text.RegularExpressions;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Docs;

/// <summary>Pages can be found, and lead to what is there.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages =>
    [
        "README.md", "CONTRIBUTING.md", "samples/README.md",
        .. Directory.GetFiles(Repository.Find("docs"), "*.md").Select(page => $"docs/{Path.GetFileName(page)}"),
    ];

    [Fact]
    public void Index_Docs_ListsEveryPage()
    {
        string index = File.ReadAllText(Repository.Find("docs", "README.md"));

        Assert.All(
            Directory.GetFiles(Repository.Find("docs"), "*.md").Select(Path.GetFileName).Where(page => page != "README.md"),
            page => Assert.Contains($"({page})", index, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfAPage_LeadToWhatIsThere(string page)
    {
        string file = Repository.Find(page.Split('/'));
        string folder = Path.GetDirectoryName(file)!;

        Assert.All(RelativeLink().Matches(File.ReadAllText(file)), link =>
        {
            string target = Path.GetFullPath(Path.Combine(folder, link.Groups["path"].Value));
            Assert.True(Path.Exists(target), $"{page} links to {target}, which is not there.");
            if (link.Groups["section"] is { Success: true, Value: var section })
            {
                Assert.Contains(section, Sections(target));
            }
        });
    }

    /// <summary>The anchors of a page's headings, as GitHub forms them.</summary>
    private static IEnumerable<string> Sections(string page) => File.ReadLines(page)
        .Where(line => line.StartsWith('#'))
        .Select(line => string.Concat(line.TrimStart('#').Trim().ToLowerInvariant()
            .Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_'))
            .Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<path>[\w./-]+)(#(?<section>[\w-]+))?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RelativeLink();
}
