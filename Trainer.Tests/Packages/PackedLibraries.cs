using System.IO.Compression;
using System.Reflection;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Packages;

/// <summary>The packages, made once of what was built with the tests.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    /// <summary>No process that outlives the command and keeps its folder.</summary>
    internal static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
    };

    private readonly TemporaryDirectory _folder = new();

    /// <summary>The folder with the packages.</summary>
    internal string Folder => _folder.File("packages");

    /// <summary>An empty home for those who use them, so that no older build of the same version is found.</summary>
    internal string Home => _folder.File("home");

    public async ValueTask InitializeAsync() => await DotnetProcess.RunAsync(
        Path.GetDirectoryName(Repository.Find("DataflowTrainer.sln"))!,
        Environment,
        onLine: null,
        "pack",
        "DataflowTrainer.sln",
        "--configuration",
        Repository.Configuration,
        "--no-build",
        "--output",
        Folder);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Something that the build tells the tests.</summary>
    internal static string Metadata(string key) => typeof(PackedLibraries).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    internal ZipArchive Open(string file) => ZipFile.OpenRead(Path.Combine(Folder, file));
}
