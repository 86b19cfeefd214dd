using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xunit;
using ProcessorArchitecture = System.Runtime.InteropServices.Architecture;

namespace Trainer.Tests.Augment.Kernels;

/// <summary>
/// The gate runs these tests again with instruction sets switched off, and names in TRAINER_EXPECT_ISA what is to be
/// left: avx512, avx2, vector128 or scalar. This test sees to it that the switches do work.
/// </summary>
public sealed class InstructionSetTests
{
    private static string Widest =>
        Avx512BW.IsSupported ? "avx512"
        : Avx2.IsSupported ? "avx2"
        : Vector128.IsHardwareAccelerated ? "vector128"
        : "scalar";

    [Fact]
    public void Runtime_InstructionSetsSwitchedOff_LeavesTheExpectedOne()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Widest instruction set: {Widest}");
        string expected = Environment.GetEnvironmentVariable("TRAINER_EXPECT_ISA") is { Length: > 0 } name ? name : Widest;
        Assert.SkipUnless(ProcessorMayHave(expected), $"This processor has no {expected}.");

        Assert.Equal(expected, Widest);
    }

    private static bool ProcessorMayHave(string set)
    {
        if (set is not ("avx2" or "avx512"))
        {
            return true;
        }

        if (RuntimeInformation.ProcessArchitecture is not (ProcessorArchitecture.X64 or ProcessorArchitecture.X86))
        {
            return false;
        }

        // With the set switched off the runtime does not tell what the processor has; Linux does.
        const string Processors = "/proc/cpuinfo";
        return !File.Exists(Processors)
            || File.ReadAllText(Processors).Contains(set == "avx2" ? "avx2" : "avx512bw", StringComparison.Ordinal);
    }
}
