using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Trainer.Tests.Build;

/// <summary>
/// What the build does to libLibTorchSharp.so, on the real library of TorchSharp 0.107.0. The offsets below are those
/// that <c>readelf -SVW</c> and <c>readelf -rW</c> print for it.
/// </summary>
public sealed class ElfVersionNeedTests
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string Sha256 = "cf33b1b0bb6bbb9754a768fb5c5d04d9f498603be50e73f55621a0b40ee608b8";

    // .gnu.version_r, the entry of GLIBCXX_3.4.32, vna_flags; and the index by which .gnu.version refers to the entry.
    private const int Flags = 0x3f8f0 + 0x140 + 4;
    private const byte VersionIndex = 18;

    // .gnu.version, and a symbol that .rela.plt refers to.
    private const int SymbolVersions = 0x3dfae;
    private const int RelocatedSymbol = 3;
    private const string RelocatedSymbolName = "_ZN2at4_ops4neg_4callERNS_6TensorE";

    private static readonly string Package = typeof(ElfVersionNeedTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "TorchSharpPackage").Value!;

    private static readonly byte[] Library =
        File.ReadAllBytes(Path.Combine(Package, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));

    [Fact]
    public void Package_AfterTheBuild_IsUntouched() =>
        Assert.Equal(Sha256, Convert.ToHexStringLower(SHA256.HashData(Library)));

    [Fact]
    public void Apply_VersionRequired_SetsTheWeakFlagInACopy()
    {
        byte[] original = [.. Library];

        byte[] relaxed = ElfVersionNeed.Apply(Library, Version)!;

        Assert.Equal(original, Library);
        Assert.Equal([Flags], Enumerable.Range(0, original.Length).Where(at => relaxed[at] != original[at]));
        Assert.Equal((0, 2), (original[Flags], relaxed[Flags]));
    }

    [Fact]
    public void Apply_Twice_SecondTimeNeedsNothing() =>
        Assert.Null(ElfVersionNeed.Apply(ElfVersionNeed.Apply(Library, Version)!, Version));

    [Theory]
    [InlineData("GLIBCXX_3.4.33")]
    [InlineData("GLIBCXX_3.4.3")]
    [InlineData("")]
    public void Apply_VersionNotRequired_NeedsNothing(string version) => Assert.Null(ElfVersionNeed.Apply(Library, version));

    [Fact]
    public void Apply_NotALittleEndianElf64_Throws()
    {
        byte[] narrow = [.. Library];
        narrow[4] = 1;
        byte[] bigEndian = [.. Library];
        bigEndian[5] = 2;

        foreach (byte[] bytes in new[] { [], Library[..63], Encoding.ASCII.GetBytes(new string('x', 100)), narrow, bigEndian })
        {
            Assert.Throws<InvalidDataException>(() => ElfVersionNeed.Apply(bytes, Version));
        }
    }

    [Fact]
    public void Apply_RelocationRefersToTheVersion_ThrowsAndNamesTheSymbol()
    {
        byte[] library = [.. Library];
        library[SymbolVersions + (2 * RelocatedSymbol)] = VersionIndex;

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => ElfVersionNeed.Apply(library, Version));

        Assert.Contains($"a relocation refers to the symbol '{RelocatedSymbolName}'", e.Message, StringComparison.Ordinal);
        Assert.Contains(Version, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OutputFolder_AfterTheBuild_HasTheRelaxedCopy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux builds have an ELF library.");

        byte[] used = File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));

        Assert.Equal(ElfVersionNeed.Apply(Library, Version), used);
    }
}
