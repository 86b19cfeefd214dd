using System.IO.Compression;
using System.Security.Cryptography;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Packages;

/// <summary>What <c>dotnet pack</c> makes, and that a new project with nothing but it and libtorch trains.</summary>
[Trait("Speed", "Slow")]
public sealed class PackageTests(PackedLibraries packages) : IClassFixture<PackedLibraries>
{
    public static TheoryData<string> Libraries => ["Augment", "Core", "SampleData"];

    [Fact]
    public void Pack_Solution_MakesThesePackages() => Assert.Equal(
        Libraries.SelectMany(library => new[] { $"{Package(library)}.nupkg", $"{Package(library)}.snupkg" }),
        Directory.GetFiles(packages.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_Contents_AreLibraryDocumentationReadmeAndSymbols(string library)
    {
        using ZipArchive package = packages.Open($"{Package(library)}.nupkg");
        using ZipArchive symbols = packages.Open($"{Package(library)}.snupkg");

        Assert.NotNull(package.GetEntry($"lib/net10.0/Trainer.{library}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/Trainer.{library}.xml"));
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/Trainer.{library}.pdb"));
        Assert.Contains("```csharp", ReadText(package, "PACKAGE.md"), StringComparison.Ordinal);
        string description = ReadText(package, $"DataflowTrainer.{library}.nuspec");
        Assert.Contains("""<license type="expression">MIT</license>""", description, StringComparison.Ordinal);
        Assert.Contains("<readme>PACKAGE.md</readme>", description, StringComparison.Ordinal);
    }

    [Fact]
    public void CorePackage_LibTorchSharp_IsTorchSharpsOwnRelaxed()
    {
        using ZipArchive package = packages.Open($"{Package("Core")}.nupkg");
        using Stream packed = package.GetEntry("buildTransitive/linux-x64/libLibTorchSharp.so")!.Open();
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);

        Assert.Equal(RelaxedLibrary(), bytes.ToArray());
        Assert.Contains(
            Convert.ToHexString(SHA256.HashData(TorchSharpLibrary())),
            ReadText(package, "buildTransitive/DataflowTrainer.Core.targets"),
            StringComparison.Ordinal);
        Assert.NotNull(package.GetEntry("THIRD-PARTY-NOTICES.txt"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>false</SelfContained>")]
    public async Task NewProject_WithThePackagesAndLibtorch_Trains(string properties)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || properties.Length == 0, "The build is for another system.");
        using var project = new NewProject(packages, properties);

        string output = await project.RunAsync(
            Repository.ReadFirstSample("Trainer.Core", "PACKAGE.md"), ["Core", "SampleData"], withLibtorch: true);

        Assert.Matches(@"validation accuracy \d+\.\d %", output);
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(RelaxedLibrary(), File.ReadAllBytes(project.FindOutput("libLibTorchSharp.so")));
        }
    }

    [Fact]
    public async Task NewProject_WithTheAugmentPackageAlone_Augments()
    {
        using var project = new NewProject(packages, properties: "");

        string output = await project.RunAsync(
            Repository.ReadFirstSample("Trainer.Augment", "PACKAGE.md"), ["Augment"], withLibtorch: false);

        Assert.Contains("32 augmented images", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewProject_WithoutLibtorch_SaysWhatToAdd()
    {
        using var project = new NewProject(packages, properties: "");

        string output = await project.RunAsync(
            """
            try
            {
                Trainer.Core.Tensors.TorchRuntime.Load();
            }
            catch (Trainer.Core.Tensors.TorchUnavailableException e)
            {
                Console.WriteLine(e.Message);
            }
            """,
            ["Core"],
            withLibtorch: false);

        Assert.Contains("<PackageReference Include=\"libtorch-cpu-", output, StringComparison.Ordinal);
    }

    private static string Package(string library) => $"DataflowTrainer.{library}.{NewProject.Version}";

    private static byte[] TorchSharpLibrary() => File.ReadAllBytes(Path.Combine(
        PackedLibraries.Metadata("TorchSharpPackage"), "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));

    private static byte[] RelaxedLibrary() => ElfVersionNeed.Apply(TorchSharpLibrary(), "GLIBCXX_3.4.32")!;

    private static string ReadText(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
