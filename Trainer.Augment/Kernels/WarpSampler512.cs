using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>Samples 16 pixels at a time with AVX-512.</summary>
/// <remarks>
/// Pixels j, j + 4, j + 8 and j + 12 go into the four 128-bit lanes, so that a 4 × 4 transposition within lanes leaves
/// one vector per channel with the pixels in order. Each 32-bit element then holds the four bytes
/// [upper left, lower left, upper right, lower right] of one pixel.
/// </remarks>
internal readonly unsafe struct WarpSampler512 : IWarpSampler
{
    public static int Count => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TPlanner, TChannels>(in SampleJob job, in RowPlan plan, int index, float* target)
        where TPlanner : struct, IRowPlanner
        where TChannels : struct, IChannels
    {
        uint* offsets = plan.Offsets + index;
        var horizontal = Vector512.Load(plan.Horizontal + index);
        var lower = Vector512.Load(plan.Vertical + index) * Vector512.Create(FixedPoint.Unit);
        var upper = Vector512.Create(FixedPoint.Unit) - lower;
        var columns = ColumnWeights(horizontal);

        if (TChannels.Count == 1)
        {
            var corners = Gather(job.Paired, offsets);
            Finish<TPlanner>(job, 0, Mix(corners, columns, upper, lower), horizontal).Store(target);
            return;
        }

        var q0 = Quads<TChannels>(job.Paired, offsets);
        var q1 = Quads<TChannels>(job.Paired, offsets + 1);
        var q2 = Quads<TChannels>(job.Paired, offsets + 2);
        var q3 = Quads<TChannels>(job.Paired, offsets + 3);
        var low01 = Avx512F.UnpackLow(q0, q1).AsInt64();
        var low23 = Avx512F.UnpackLow(q2, q3).AsInt64();
        var high01 = Avx512F.UnpackHigh(q0, q1).AsInt64();
        var high23 = Avx512F.UnpackHigh(q2, q3).AsInt64();

        var red = Finish<TPlanner>(
            job, 0, Mix(Avx512F.UnpackLow(low01, low23).AsInt32(), columns, upper, lower), horizontal);
        var green = Finish<TPlanner>(
            job, 1, Mix(Avx512F.UnpackHigh(low01, low23).AsInt32(), columns, upper, lower), horizontal);
        var blue = Finish<TPlanner>(
            job, 2, Mix(Avx512F.UnpackLow(high01, high23).AsInt32(), columns, upper, lower), horizontal);
        if (TChannels.Count == 3)
        {
            if (job.PlaneStride != 0)
            {
                red.Store(target);
                green.Store(target + job.PlaneStride);
                blue.Store(target + (2 * job.PlaneStride));
                return;
            }

            Interleave512.Store(red, green, blue, target);
            return;
        }

        var alpha = Finish<TPlanner>(
            job, 3, Mix(Avx512F.UnpackHigh(high01, high23).AsInt32(), columns, upper, lower), horizontal);
        if (job.PlaneStride != 0)
        {
            red.Store(target);
            green.Store(target + job.PlaneStride);
            blue.Store(target + (2 * job.PlaneStride));
            alpha.Store(target + (3 * job.PlaneStride));
            return;
        }

        Interleave512.Store(red, green, blue, alpha, target);
    }

    /// <summary>
    /// The weights of the left and the right pixel as a pair of 16-bit numbers, both negated (see
    /// <see cref="FixedPoint"/>): −(2¹⁵ − w) below −w.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> ColumnWeights(Vector512<float> horizontal)
    {
        var right = Avx512F.ConvertToVector512Int32(horizontal * Vector512.Create(FixedPoint.MinusOne));
        var left = Vector512.Create((int)FixedPoint.MinusOne) - right;
        return Vector512.ConditionalSelect(Vector512.Create(0xFFFF), left, right << 16).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Mix(
        Vector512<int> corners,
        Vector512<short> columns,
        Vector512<float> upper,
        Vector512<float> lower)
    {
        // Bytes 0 and 2 of each element are the upper pixels, 1 and 3 the lower ones.
        var above = (corners & Vector512.Create(0x00FF00FF)).AsInt16();
        var below = (corners.AsUInt16() >>> 8).AsInt16();
        var top = Vector512.ConvertToSingle(Avx512BW.MultiplyAddAdjacent(above, columns));
        var bottom = Vector512.ConvertToSingle(Avx512BW.MultiplyAddAdjacent(below, columns));
        return Avx512F.FusedMultiplyAdd(bottom, lower, top * upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Finish<TPlanner>(
        in SampleJob job,
        int channel,
        Vector512<float> value,
        Vector512<float> horizontal)
        where TPlanner : struct, IRowPlanner
    {
        if (TPlanner.MarksOutside)
        {
            var outside = Vector512.LessThan(horizontal, Vector512<float>.Zero);
            value = Vector512.ConditionalSelect(outside, Vector512.Create(job.Cval), value);
        }

        return job.Scales
            ? (value - Vector512.Create(job.Center[channel])) * Vector512.Create(job.Scale[channel])
            : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Quads<TChannels>(byte* paired, uint* offsets)
        where TChannels : struct, IChannels
    {
        // Inserting into the widened first load keeps the value in registers, which Vector512.Create(lower, upper) does
        // not, and one statement each lets the loads be operands of the insertions.
        var pixels = Vector128.Load(paired + offsets[0]).ToVector256Unsafe().ToVector512Unsafe();
        pixels = Avx512F.InsertVector128(pixels, Vector128.Load(paired + offsets[4]), 1);
        pixels = Avx512F.InsertVector128(pixels, Vector128.Load(paired + offsets[8]), 2);
        pixels = Avx512F.InsertVector128(pixels, Vector128.Load(paired + offsets[12]), 3);
        return Avx512BW.Shuffle(pixels, Order<TChannels>()).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Order<TChannels>()
        where TChannels : struct, IChannels => TChannels.Count == 3
            ? Vector512.Create(
                CornerOrder.ThreeLow,
                CornerOrder.ThreeHigh,
                CornerOrder.ThreeLow,
                CornerOrder.ThreeHigh,
                CornerOrder.ThreeLow,
                CornerOrder.ThreeHigh,
                CornerOrder.ThreeLow,
                CornerOrder.ThreeHigh).AsByte()
            : Vector512.Create(
                CornerOrder.FourLow,
                CornerOrder.FourHigh,
                CornerOrder.FourLow,
                CornerOrder.FourHigh,
                CornerOrder.FourLow,
                CornerOrder.FourHigh,
                CornerOrder.FourLow,
                CornerOrder.FourHigh).AsByte();

    /// <summary>With one channel the four bytes of a pixel already lie side by side in the right order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Gather(byte* paired, uint* offsets)
    {
        var low = Avx2.GatherVector256((int*)paired, Vector256.Load((int*)offsets), 1);
        var high = Avx2.GatherVector256((int*)paired, Vector256.Load((int*)offsets + Vector256<int>.Count), 1);
        return Avx512F.InsertVector256(low.ToVector512Unsafe(), high, 1);
    }
}
