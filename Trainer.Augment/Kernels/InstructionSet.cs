namespace Trainer.Augment.Kernels;

/// <summary>What a kernel needs of the machine, from nothing to most.</summary>
internal enum InstructionSet
{
    /// <summary>No vectors.</summary>
    Scalar,

    /// <summary>128-bit vectors: SSE4.1 or Arm's AdvSimd.</summary>
    Vector128,

    /// <summary>AVX2 and FMA.</summary>
    Avx2,

    /// <summary>AVX-512 F, BW and VL.</summary>
    Avx512,
}
