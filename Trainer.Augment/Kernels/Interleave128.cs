using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trainer.Augment.Kernels;

/// <summary>Stores the channels of 4 pixels side by side.</summary>
internal static unsafe class Interleave128
{
    /// <summary>r0 g0 b0 r1 g1 b1 …</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> red, Vector128<float> green, Vector128<float> blue, float* target)
    {
        // Each channel is put in place for all three results, which pick every third element of each.
        var r = Vector128.Shuffle(red, Vector128.Create(0, 3, 2, 1));
        var g = Vector128.Shuffle(green, Vector128.Create(1, 0, 3, 2));
        var b = Vector128.Shuffle(blue, Vector128.Create(2, 1, 0, 3));
        var first = Vector128.Create(-1, 0, 0, -1).AsSingle();
        var second = Vector128.Create(0, -1, 0, 0).AsSingle();
        var third = Vector128.Create(0, 0, -1, 0).AsSingle();
        Pick(first, r, second, g, b).Store(target);
        Pick(third, r, first, g, b).Store(target + Vector128<float>.Count);
        Pick(second, r, third, g, b).Store(target + (2 * Vector128<float>.Count));
    }

    /// <summary>r0 g0 b0 a0 r1 …</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector128<float> red,
        Vector128<float> green,
        Vector128<float> blue,
        Vector128<float> alpha,
        float* target)
    {
        var redBlueLow = Zip.Low(red.AsInt32(), blue.AsInt32());
        var greenAlphaLow = Zip.Low(green.AsInt32(), alpha.AsInt32());
        var redBlueHigh = Zip.High(red.AsInt32(), blue.AsInt32());
        var greenAlphaHigh = Zip.High(green.AsInt32(), alpha.AsInt32());
        Zip.Low(redBlueLow, greenAlphaLow).AsSingle().Store(target);
        Zip.High(redBlueLow, greenAlphaLow).AsSingle().Store(target + Vector128<float>.Count);
        Zip.Low(redBlueHigh, greenAlphaHigh).AsSingle().Store(target + (2 * Vector128<float>.Count));
        Zip.High(redBlueHigh, greenAlphaHigh).AsSingle().Store(target + (3 * Vector128<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Pick(
        Vector128<float> whereRed,
        Vector128<float> red,
        Vector128<float> whereGreen,
        Vector128<float> green,
        Vector128<float> blue) =>
        Vector128.ConditionalSelect(whereRed, red, Vector128.ConditionalSelect(whereGreen, green, blue));
}
