namespace Trainer.Core.Data.Parsing;

/// <summary>What a pixel parser needs of the machine, from nothing to most.</summary>
internal enum ParserInstructionSet
{
    /// <summary>No vectors.</summary>
    Scalar,

    /// <summary>128-bit vectors: SSSE3 or Arm's AdvSimd.</summary>
    Vector128,

    /// <summary>AVX2.</summary>
    Avx2,

    /// <summary>AVX-512 BW, VBMI and VBMI2: Intel's Ice Lake, AMD's Zen 4 and what came after.</summary>
    Avx512Vbmi2,
}
