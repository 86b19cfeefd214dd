using System.Xml.Linq;
using Xunit;

namespace Trainer.Tests.Support;

/// <summary>The source around the tests, for those that read or build it.</summary>
internal static class Repository
{
    /// <summary>Debug or Release: how the tests, and all that they are built with, were built.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Parent!.Name;

    /// <summary>The full name of a file of it; the test is skipped where the tests run without their source.</summary>
    public static string Find(params string[] path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "DataflowTrainer.sln")))
        {
            root = root.Parent;
        }

        Assert.SkipWhen(root is null, "The tests run outside of the repository.");
        return Path.Combine([root.FullName, .. path]);
    }

    /// <summary>The version of a package that the solution is built with.</summary>
    public static string PackageVersion(string package) => XDocument.Load(Find("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .Single(version => (string?)version.Attribute("Include") == package)
        .Attribute("Version")!.Value;

    /// <summary>The first C# sample of a page.</summary>
    public static string ReadFirstSample(params string[] page) =>
        File.ReadAllText(Find(page)).Split("```csharp\n")[1].Split("```")[0];
}
