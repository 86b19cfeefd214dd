using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>Samples 8 pixels at a time with AVX2, in the manner of <see cref="WarpSampler512"/>.</summary>
internal readonly unsafe struct WarpSampler256 : IWarpSampler
{
    public static int Count => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TPlanner, TChannels>(in SampleJob job, in RowPlan plan, int index, float* target)
        where TPlanner : struct, IRowPlanner
        where TChannels : struct, IChannels
    {
        uint* offsets = plan.Offsets + index;
        var horizontal = Vector256.Load(plan.Horizontal + index);
        var lower = Vector256.Load(plan.Vertical + index) * Vector256.Create(FixedPoint.Unit);
        var upper = Vector256.Create(FixedPoint.Unit) - lower;
        var columns = ColumnWeights(horizontal);

        if (TChannels.Count == 1)
        {
            var corners = Avx2.GatherVector256((int*)job.Paired, Vector256.Load((int*)offsets), 1);
            Finish<TPlanner>(job, 0, Mix(corners, columns, upper, lower), horizontal).Store(target);
            return;
        }

        var q0 = Pair<TChannels>(job.Paired, offsets);
        var q1 = Pair<TChannels>(job.Paired, offsets + 1);
        var q2 = Pair<TChannels>(job.Paired, offsets + 2);
        var q3 = Pair<TChannels>(job.Paired, offsets + 3);
        var low01 = Avx2.UnpackLow(q0, q1).AsInt64();
        var low23 = Avx2.UnpackLow(q2, q3).AsInt64();
        var high01 = Avx2.UnpackHigh(q0, q1).AsInt64();
        var high23 = Avx2.UnpackHigh(q2, q3).AsInt64();

        var red = Finish<TPlanner>(
            job, 0, Mix(Avx2.UnpackLow(low01, low23).AsInt32(), columns, upper, lower), horizontal);
        var green = Finish<TPlanner>(
            job, 1, Mix(Avx2.UnpackHigh(low01, low23).AsInt32(), columns, upper, lower), horizontal);
        var blue = Finish<TPlanner>(
            job, 2, Mix(Avx2.UnpackLow(high01, high23).AsInt32(), columns, upper, lower), horizontal);
        if (TChannels.Count == 3)
        {
            if (job.PlaneStride != 0)
            {
                red.Store(target);
                green.Store(target + job.PlaneStride);
                blue.Store(target + (2 * job.PlaneStride));
                return;
            }

            Interleave256.Store(red, green, blue, target);
            return;
        }

        var alpha = Finish<TPlanner>(
            job, 3, Mix(Avx2.UnpackHigh(high01, high23).AsInt32(), columns, upper, lower), horizontal);
        if (job.PlaneStride != 0)
        {
            red.Store(target);
            green.Store(target + job.PlaneStride);
            blue.Store(target + (2 * job.PlaneStride));
            alpha.Store(target + (3 * job.PlaneStride));
            return;
        }

        Interleave256.Store(red, green, blue, alpha, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> ColumnWeights(Vector256<float> horizontal)
    {
        var right = Avx.ConvertToVector256Int32(horizontal * Vector256.Create(FixedPoint.MinusOne));
        var left = Vector256.Create((int)FixedPoint.MinusOne) - right;
        return Avx2.Blend(left.AsInt16(), (right << 16).AsInt16(), 0b10101010);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mix(
        Vector256<int> corners,
        Vector256<short> columns,
        Vector256<float> upper,
        Vector256<float> lower)
    {
        var above = (corners & Vector256.Create(0x00FF00FF)).AsInt16();
        var below = (corners.AsUInt16() >>> 8).AsInt16();
        var top = Vector256.ConvertToSingle(Avx2.MultiplyAddAdjacent(above, columns));
        var bottom = Vector256.ConvertToSingle(Avx2.MultiplyAddAdjacent(below, columns));
        return Fma.MultiplyAdd(bottom, lower, top * upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Finish<TPlanner>(
        in SampleJob job,
        int channel,
        Vector256<float> value,
        Vector256<float> horizontal)
        where TPlanner : struct, IRowPlanner
    {
        if (TPlanner.MarksOutside)
        {
            var outside = Vector256.LessThan(horizontal, Vector256<float>.Zero);
            value = Vector256.ConditionalSelect(outside, Vector256.Create(job.Cval), value);
        }

        return job.Scales
            ? (value - Vector256.Create(job.Center[channel])) * Vector256.Create(job.Scale[channel])
            : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Pair<TChannels>(byte* paired, uint* offsets)
        where TChannels : struct, IChannels
    {
        var pixels = Vector128.Load(paired + offsets[0]).ToVector256Unsafe();
        pixels = Avx2.InsertVector128(pixels, Vector128.Load(paired + offsets[4]), 1);
        return Avx2.Shuffle(pixels, Order<TChannels>()).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Order<TChannels>()
        where TChannels : struct, IChannels => TChannels.Count == 3
            ? Vector256.Create(
                CornerOrder.ThreeLow,
                CornerOrder.ThreeHigh,
                CornerOrder.ThreeLow,
                CornerOrder.ThreeHigh).AsByte()
            : Vector256.Create(
                CornerOrder.FourLow,
                CornerOrder.FourHigh,
                CornerOrder.FourLow,
                CornerOrder.FourHigh).AsByte();
}
