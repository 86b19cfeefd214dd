using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>Interleaves 128-bit vectors, which .NET has no portable word for.</summary>
internal static class Zip
{
    /// <summary>a0 b0 a1 b1 … of the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Low(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackLow(a, b);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.ZipLow(a, b);
        }

        return Vector128.Shuffle(
            Join(a, b), Vector128.Create((byte)0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15));
    }

    /// <summary>a8 b8 a9 b9 … of the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> High(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackHigh(a, b);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.ZipHigh(a, b);
        }

        return Low(Vector128.Create(a.GetUpper(), a.GetUpper()), Vector128.Create(b.GetUpper(), b.GetUpper()));
    }

    /// <summary>a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Low(Vector128<int> a, Vector128<int> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackLow(a, b);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.ZipLow(a, b);
        }

        return Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    /// <summary>a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> High(Vector128<int> a, Vector128<int> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackHigh(a, b);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.ZipHigh(a, b);
        }

        return Vector128.Create(a[2], b[2], a[3], b[3]);
    }

    private static Vector128<byte> Join(Vector128<byte> a, Vector128<byte> b) =>
        Vector128.Create(a.GetLower(), b.GetLower());
}
