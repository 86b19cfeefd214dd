using System.Reflection;
using System.Runtime.InteropServices;

namespace Trainer.Core.Tensors;

/// <summary>
/// libtorch cannot be loaded; the message says what the project file lacks, and carries the dynamic linker's reason.
/// </summary>
public sealed class TorchUnavailableException : Exception
{
    private static readonly string[] Systems = ["linux-x64", "win-x64", "osx-arm64"];

    internal TorchUnavailableException(Exception cause)
        : base(Describe(SystemName(), AppContext.BaseDirectory, cause.Message), cause)
    {
    }

    /// <summary>Says what to do.</summary>
    /// <param name="system">The runtime identifier of the system, such as <c>linux-x64</c>.</param>
    /// <param name="folder">The program's folder.</param>
    /// <param name="reason">The loader's own words.</param>
    internal static string Describe(string system, string folder, string reason)
    {
        string advice = !Systems.Contains(system, StringComparer.Ordinal)
            ? $"There is no libtorch for {system}; there is one for {string.Join(", ", Systems)}."
            : FindLibtorch(system, folder) is { } found ? WhyNotLoaded(found) : WhatToAdd(system, folder);
        return string.Join(
            Environment.NewLine, advice, $"docs/platforms.md tells what each system needs. The loader says: {reason}");
    }

    private static string WhatToAdd(string system, string folder)
    {
        string orCuda = system is "osx-arm64" ? "" : $" (libtorch-cuda-12.8-{system} for an NVIDIA GPU)";
        return $"""
            There is no libtorch in {folder}.
            Add the one for this system to the program's project file{orCuda}:
                <PackageReference Include="libtorch-cpu-{system}" Version="{Version("libtorch")}" />
            The package DataflowTrainer.Core does the rest while the program is built. A project that refers to
            Trainer.Core.csproj instead imports build/LibTorch.targets, which does both.
            """;
    }

    private static string WhyNotLoaded(string library) =>
        $"""
        {library} is there, but cannot be loaded.
        TorchSharp {Version("TorchSharp")} goes with libtorch {Version("libtorch")} and no other.
        If the loader misses GLIBCXX_3.4.32, the program was built without what the package DataflowTrainer.Core or
        build/LibTorch.targets do: they put a libLibTorchSharp.so into the output folder that does not ask for it.
        """;

    private static string? FindLibtorch(string system, string folder)
    {
        string name = system switch
        {
            "win-x64" => "torch_cpu.dll",
            "osx-arm64" => "libtorch_cpu.dylib",
            _ => "libtorch_cpu.so",
        };
        string[] candidates = [Path.Combine(folder, name), Path.Combine(folder, "runtimes", system, "native", name)];
        return candidates.FirstOrDefault(File.Exists);
    }

    /// <summary>The runtime identifier without a distribution's name.</summary>
    private static string SystemName()
    {
        string kind = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{kind}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    /// <summary>The version of a package that this library was built with.</summary>
    private static string Version(string package) => typeof(TorchUnavailableException).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => string.Equals(attribute.Key, package, StringComparison.Ordinal)).Value!;
}
