using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Core.Data.Parsing;

/// <summary>The pixel parsers there are, and which of them this machine should use.</summary>
/// <remarks>
/// Support is what the runtime reports, so <c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c> and
/// <c>DOTNET_EnableHWIntrinsic=0</c> are respected.
/// </remarks>
internal static class PixelParsers
{
    /// <summary>The fastest parser that this machine can run.</summary>
    public static IPixelParser Best { get; } = For(Supported.Max());

    /// <summary>The instruction sets that this machine has.</summary>
    public static IEnumerable<ParserInstructionSet> Supported =>
        Enum.GetValues<ParserInstructionSet>().Where(IsSupported);

    /// <summary>Whether this machine can run the parser of an instruction set.</summary>
    public static bool IsSupported(ParserInstructionSet set) => set switch
    {
        ParserInstructionSet.Scalar => true,
        ParserInstructionSet.Vector128 => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported,
        ParserInstructionSet.Avx2 => Avx2.IsSupported,
        ParserInstructionSet.Avx512Vbmi2 =>
            Avx512BW.IsSupported && Avx512Vbmi.IsSupported && Avx512Vbmi2.IsSupported,
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "Unknown instruction set."),
    };

    /// <summary>The parser of an instruction set that this machine has.</summary>
    /// <exception cref="PlatformNotSupportedException">The machine does not have it.</exception>
    public static IPixelParser For(ParserInstructionSet set)
    {
        if (!IsSupported(set))
        {
            throw new PlatformNotSupportedException(
                $"This machine has no {set}; it has {string.Join(", ", Supported)}.");
        }

        return set switch
        {
            ParserInstructionSet.Scalar => new ScalarPixelParser(),
            ParserInstructionSet.Vector128 => new VectorPixelParser<PixelKernel128>(set),
            ParserInstructionSet.Avx2 => new VectorPixelParser<PixelKernel256>(set),
            _ => new VectorPixelParser<PixelKernel512>(set),
        };
    }
}
