using System.Runtime.Intrinsics.X86;

namespace Trainer.Core.Tensors;

/// <summary>Whether the processor has instructions for bfloat16.</summary>
public static class BFloat16Support
{
    private const int FeatureLeaf = 7;
    private const int Avx512BFloat16 = 1 << 5;
    private const int AmxBFloat16 = 1 << 22;

    /// <summary>
    /// True where products of bfloat16 numbers have instructions of their own (x86: AVX512-BF16 or AMX-BF16), false
    /// where they are emulated and slower than float32, null where it cannot be told.
    /// </summary>
    /// <remarks>
    /// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, CPUID, leaf 7: EDX of sub-leaf 0, EAX of
    /// sub-leaf 1.
    /// </remarks>
    public static bool? IsNative { get; } = X86Base.IsSupported ? AskProcessor() : null;

    private static bool AskProcessor()
    {
        (int leaves, _, _, _) = X86Base.CpuId(0, 0);
        if (leaves < FeatureLeaf)
        {
            return false;
        }

        (int subLeaves, _, _, int edx) = X86Base.CpuId(FeatureLeaf, 0);
        (int eax, _, _, _) = subLeaves >= 1 ? X86Base.CpuId(FeatureLeaf, 1) : default;
        return (edx & AmxBFloat16) != 0 || (eax & Avx512BFloat16) != 0;
    }
}
