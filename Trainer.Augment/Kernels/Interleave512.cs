using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>Stores the channels of 16 pixels side by side.</summary>
internal static unsafe class Interleave512
{
    /// <summary>r0 g0 b0 r1 g1 b1 …, by two selections of 16 from 32 for each of the three results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> red, Vector512<float> green, Vector512<float> blue, float* target)
    {
        // First red (0–15) and green (16–31) with gaps for blue, then the gaps are filled from blue (16–31).
        var redGreen0 = Vector512.Create(0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
        var withBlue0 = Vector512.Create(0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15);
        var redGreen1 = Vector512.Create(21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
        var withBlue1 = Vector512.Create(0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15);
        var redGreen2 = Vector512.Create(0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
        var withBlue2 = Vector512.Create(26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31);
        Pick(Pick(red, redGreen0, green), withBlue0, blue).Store(target);
        Pick(Pick(red, redGreen1, green), withBlue1, blue).Store(target + Vector512<float>.Count);
        Pick(Pick(red, redGreen2, green), withBlue2, blue).Store(target + (2 * Vector512<float>.Count));
    }

    /// <summary>r0 g0 b0 a0 r1 …, by a 4 × 4 transposition within lanes and one of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector512<float> red,
        Vector512<float> green,
        Vector512<float> blue,
        Vector512<float> alpha,
        float* target)
    {
        // Lane k of pixelsN holds pixel 4k + N.
        var redGreenLow = Avx512F.UnpackLow(red, green).AsDouble();
        var redGreenHigh = Avx512F.UnpackHigh(red, green).AsDouble();
        var blueAlphaLow = Avx512F.UnpackLow(blue, alpha).AsDouble();
        var blueAlphaHigh = Avx512F.UnpackHigh(blue, alpha).AsDouble();
        var pixels0 = Avx512F.UnpackLow(redGreenLow, blueAlphaLow);
        var pixels1 = Avx512F.UnpackHigh(redGreenLow, blueAlphaLow);
        var pixels2 = Avx512F.UnpackLow(redGreenHigh, blueAlphaHigh);
        var pixels3 = Avx512F.UnpackHigh(redGreenHigh, blueAlphaHigh);

        const byte EvenLanes = 0b10_00_10_00;
        const byte OddLanes = 0b11_01_11_01;
        var even01 = Avx512F.Shuffle4x128(pixels0, pixels1, EvenLanes);
        var odd01 = Avx512F.Shuffle4x128(pixels0, pixels1, OddLanes);
        var even23 = Avx512F.Shuffle4x128(pixels2, pixels3, EvenLanes);
        var odd23 = Avx512F.Shuffle4x128(pixels2, pixels3, OddLanes);
        Avx512F.Shuffle4x128(even01, even23, EvenLanes).AsSingle().Store(target);
        Avx512F.Shuffle4x128(odd01, odd23, EvenLanes).AsSingle().Store(target + Vector512<float>.Count);
        Avx512F.Shuffle4x128(even01, even23, OddLanes).AsSingle().Store(target + (2 * Vector512<float>.Count));
        Avx512F.Shuffle4x128(odd01, odd23, OddLanes).AsSingle().Store(target + (3 * Vector512<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pick(Vector512<float> first, Vector512<int> indices, Vector512<float> second) =>
        Avx512F.PermuteVar16x32x2(first, indices, second);
}
