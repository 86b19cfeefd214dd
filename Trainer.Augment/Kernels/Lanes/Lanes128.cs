using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trainer.Augment.Kernels.Lanes;

/// <summary>Two doubles, on any machine with 128-bit vectors.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<double>>
{
    public static int Count => Vector128<double>.Count;

    public static Vector128<double> Indices => Vector128.Create(0d, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Create(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Multiply(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Floor(Vector128<double> value) => Vector128.Floor(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Min(Vector128<double> a, Vector128<double> b) => Vector128.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Max(Vector128<double> a, Vector128<double> b) => Vector128.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllWithin(Vector128<double> value, Vector128<double> low, Vector128<double> high) =>
        (Vector128.LessThan(value, low) | Vector128.GreaterThan(value, high)).AsInt64() == Vector128<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> WhereLess(
        Vector128<double> a,
        Vector128<double> b,
        Vector128<double> then,
        Vector128<double> otherwise) => Vector128.ConditionalSelect(Vector128.LessThan(a, b), then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWhole(Vector128<double> value, uint* destination)
    {
        destination[0] = (uint)(int)value[0];
        destination[1] = (uint)(int)value[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSingle(Vector128<double> value, float* destination)
    {
        destination[0] = (float)value[0];
        destination[1] = (float)value[1];
    }
}
