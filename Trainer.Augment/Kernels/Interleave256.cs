using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>Stores the channels of 8 pixels side by side.</summary>
internal static unsafe class Interleave256
{
    /// <summary>r0 g0 b0 r1 g1 b1 …: each channel is put in place for all three results, which are blends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> red, Vector256<float> green, Vector256<float> blue, float* target)
    {
        var r = Avx2.PermuteVar8x32(red, Vector256.Create(0, 3, 6, 1, 4, 7, 2, 5));
        var g = Avx2.PermuteVar8x32(green, Vector256.Create(5, 0, 3, 6, 1, 4, 7, 2));
        var b = Avx2.PermuteVar8x32(blue, Vector256.Create(2, 5, 0, 3, 6, 1, 4, 7));
        Avx.Blend(Avx.Blend(r, g, 0b10010010), b, 0b00100100).Store(target);
        Avx.Blend(Avx.Blend(r, g, 0b00100100), b, 0b01001001).Store(target + Vector256<float>.Count);
        Avx.Blend(Avx.Blend(r, g, 0b01001001), b, 0b10010010).Store(target + (2 * Vector256<float>.Count));
    }

    /// <summary>r0 g0 b0 a0 r1 …, by a 4 × 4 transposition within lanes and one of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector256<float> red,
        Vector256<float> green,
        Vector256<float> blue,
        Vector256<float> alpha,
        float* target)
    {
        // Lane k of pixelsN holds pixel 4k + N.
        var redGreenLow = Avx.UnpackLow(red, green).AsDouble();
        var redGreenHigh = Avx.UnpackHigh(red, green).AsDouble();
        var blueAlphaLow = Avx.UnpackLow(blue, alpha).AsDouble();
        var blueAlphaHigh = Avx.UnpackHigh(blue, alpha).AsDouble();
        var pixels0 = Avx.UnpackLow(redGreenLow, blueAlphaLow).AsSingle();
        var pixels1 = Avx.UnpackHigh(redGreenLow, blueAlphaLow).AsSingle();
        var pixels2 = Avx.UnpackLow(redGreenHigh, blueAlphaHigh).AsSingle();
        var pixels3 = Avx.UnpackHigh(redGreenHigh, blueAlphaHigh).AsSingle();
        Avx.Permute2x128(pixels0, pixels1, 0x20).Store(target);
        Avx.Permute2x128(pixels2, pixels3, 0x20).Store(target + Vector256<float>.Count);
        Avx.Permute2x128(pixels0, pixels1, 0x31).Store(target + (2 * Vector256<float>.Count));
        Avx.Permute2x128(pixels2, pixels3, 0x31).Store(target + (3 * Vector256<float>.Count));
    }
}
