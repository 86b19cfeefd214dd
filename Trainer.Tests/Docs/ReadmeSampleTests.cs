using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Docs;

/// <summary>README and the package's readme open with a sample: it is one of those that are built and run.</summary>
public sealed class ReadmeSampleTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("Trainer.Core", "PACKAGE.md")]
    public void Readme_Sample_IsTheProgramOfTenLines(params string[] page) => Assert.Equal(
        File.ReadAllText(Repository.Find("samples", "TenLines", "Program.cs")), Repository.ReadFirstSample(page));

    [Fact]
    public void Page_OfSamples_NamesEach()
    {
        string page = File.ReadAllText(Repository.Find("samples", "README.md"));

        Assert.All(
            Directory.GetFiles(Repository.Find("samples"), "*.csproj", SearchOption.AllDirectories),
            project => Assert.Contains(
                $"`{Path.GetFileNameWithoutExtension(project)}`", page, StringComparison.Ordinal));
    }
}
