using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Trainer.Augment.Kernels.Lanes;

namespace Trainer.Augment.Kernels;

/// <summary>The kernels there are, and which of them this machine should use.</summary>
/// <remarks>
/// Support is what the runtime reports, so <c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c> and
/// <c>DOTNET_EnableHWIntrinsic=0</c> are respected.
/// </remarks>
internal static class WarpKernels
{
    /// <summary>The widest instruction set this machine has.</summary>
    public static InstructionSet BestInstructionSet =>
        Enum.GetValues<InstructionSet>().Where(IsSupported).Max();

    /// <summary>The kernel for the widest instruction set this machine has.</summary>
    public static IWarpKernel Best { get; } = For(BestInstructionSet);

    /// <summary>Whether this machine can run the kernel of an instruction set.</summary>
    public static bool IsSupported(InstructionSet set) => set switch
    {
        InstructionSet.Scalar => true,
        InstructionSet.Vector128 => Vector128.IsHardwareAccelerated,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        InstructionSet.Avx512 => Avx512BW.IsSupported && Avx2.IsSupported && Fma.IsSupported,
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "Unknown instruction set."),
    };

    /// <summary>The kernel of an instruction set that this machine has.</summary>
    /// <exception cref="PlatformNotSupportedException">The machine does not have it.</exception>
    public static IWarpKernel For(InstructionSet set)
    {
        if (!IsSupported(set))
        {
            throw new PlatformNotSupportedException($"This machine has no {set}; its best is {BestInstructionSet}.");
        }

        // Each falls back on the next narrower one for images narrower than its vector.
        return set switch
        {
            InstructionSet.Scalar => new ScalarWarpKernel(),
            InstructionSet.Vector128 => new VectorWarpKernel<
                WarpSampler128,
                FastRowPlanner128<FillRules.Nearest>,
                FastRowPlanner128<FillRules.Reflect>,
                Lanes128,
                Vector128<double>>(set, For(InstructionSet.Scalar)),
            InstructionSet.Avx2 => new VectorWarpKernel<
                WarpSampler256,
                FastRowPlanner256<FillRules.Nearest>,
                FastRowPlanner256<FillRules.Reflect>,
                Lanes256,
                Vector256<double>>(set, For(InstructionSet.Vector128)),
            _ => new VectorWarpKernel<
                WarpSampler512,
                FastRowPlanner512<FillRules.Nearest>,
                FastRowPlanner512<FillRules.Reflect>,
                Lanes512,
                Vector512<double>>(set, For(InstructionSet.Avx2)),
        };
    }
}
