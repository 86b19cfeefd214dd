using System.Xml.Linq;
using Trainer.Tests.Support;

namespace Trainer.Tests.Packages;

/// <summary>A console project outside of the repository that has the libraries as packages, as a user's has.</summary>
internal sealed class NewProject(PackedLibraries packages, string properties) : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    /// <summary>The version of the packages.</summary>
    public static string Version { get; } = XDocument.Load(Repository.Find("Directory.Build.props"))
        .Descendants("Version").Single().Value;

    public void Dispose() => _folder.Dispose();

    /// <summary>Builds and runs a program, and returns what it printed.</summary>
    public async Task<string> RunAsync(string program, string[] libraries, bool withLibtorch)
    {
        string torch = PackedLibraries.Metadata("LibTorchPackage");
        IEnumerable<string> references = libraries.Select(library => Reference($"DataflowTrainer.{library}", Version));
        await File.WriteAllTextAsync(_folder.File("Program.cs"), program);
        await File.WriteAllTextAsync(
            _folder.File("New.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(references)}
                {(withLibtorch ? Reference(torch, Repository.PackageVersion(torch)) : "")}
              </ItemGroup>
            </Project>
            """);

        // Other people's packages are those that the tests were built with, so that nothing is downloaded.
        await File.WriteAllTextAsync(
            _folder.File("NuGet.config"),
            $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="built" value="{packages.Folder}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
                <add key="others" value="{OtherPackages}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        await DotnetAsync("build", "--configuration", "Release", "-p:CreateSymbolicLinksForCopyLocalIfPossible=true");
        return await DotnetAsync(FindOutput("New.dll"));
    }

    /// <summary>A file that was built.</summary>
    public string FindOutput(string name) =>
        Directory.GetFiles(_folder.File("bin"), name, SearchOption.AllDirectories).Single();

    private static string OtherPackages =>
        Path.GetFullPath(Path.Combine(PackedLibraries.Metadata("TorchSharpPackage"), "..", ".."));

    private static string Reference(string package, string version) =>
        $"""<PackageReference Include="{package}" Version="{version}" />""";

    private Task<string> DotnetAsync(params string[] arguments) => DotnetProcess.RunAsync(
        _folder.Path,
        new Dictionary<string, string>(PackedLibraries.Environment, StringComparer.Ordinal)
        {
            ["HOME"] = packages.Home,
            ["DOTNET_CLI_HOME"] = packages.Home,
            ["NUGET_PACKAGES"] = Path.Combine(packages.Home, "packages"),
            ["OMP_NUM_THREADS"] = "1",
        },
        onLine: null,
        arguments);
}
