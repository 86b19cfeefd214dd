using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Tensors;

public sealed class TorchUnavailableExceptionTests : IDisposable
{
    private const string Reason = "libLibTorchSharp.so: cannot open shared object file";

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Message_NoLibtorchInTheFolder_SaysWhatToAddToTheProjectFile() => Assert.Equal(
        $"""
        There is no libtorch in {_folder.Path}.
        Add the one for this system to the program's project file (libtorch-cuda-12.8-linux-x64 for an NVIDIA GPU):
            <PackageReference Include="libtorch-cpu-linux-x64" Version="{Repository.PackageVersion("libtorch-cpu-linux-x64")}" />
        The package DataflowTrainer.Core does the rest while the program is built. A project that refers to
        Trainer.Core.csproj instead imports build/LibTorch.targets, which does both.
        docs/platforms.md tells what each system needs. The loader says: {Reason}
        """.ReplaceLineEndings(),
        TorchUnavailableException.Describe("linux-x64", _folder.Path, Reason).ReplaceLineEndings());

    [Theory]
    [InlineData("win-x64", "torch_cpu.dll", "runtimes/win-x64/native")]
    [InlineData("linux-x64", "libtorch_cpu.so", "")]
    public void Message_LibtorchInTheFolder_SaysWhatGoesWithIt(string system, string library, string place)
    {
        string file = Path.Combine(_folder.Path, Path.Combine(place.Split('/')), library);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");

        string message = TorchUnavailableException.Describe(system, _folder.Path, Reason);

        Assert.StartsWith($"{file} is there, but cannot be loaded.", message, StringComparison.Ordinal);
        Assert.Contains(
            $"TorchSharp {Repository.PackageVersion("TorchSharp")} goes with "
                + $"libtorch {Repository.PackageVersion("libtorch-cpu-win-x64")} and no other.",
            message,
            StringComparison.Ordinal);
        Assert.Contains("GLIBCXX_3.4.32", message, StringComparison.Ordinal);
        Assert.EndsWith($"The loader says: {Reason}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_AppleSilicon_NamesNoCuda() => Assert.DoesNotContain(
        "cuda", TorchUnavailableException.Describe("osx-arm64", _folder.Path, Reason), StringComparison.Ordinal);

    [Fact]
    public void Message_SystemWithoutLibtorch_NamesThoseWithOne() => Assert.StartsWith(
        "There is no libtorch for linux-arm64; there is one for linux-x64, win-x64, osx-arm64.",
        TorchUnavailableException.Describe("linux-arm64", _folder.Path, Reason),
        StringComparison.Ordinal);
}
