using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trainer.Augment.Kernels;

/// <summary>
/// Samples 4 pixels at a time on any machine with 128-bit vectors, in the manner of <see cref="WarpSampler512"/> but
/// with weights in single precision throughout, since there is no portable word for its multiplication.
/// </summary>
internal readonly unsafe struct WarpSampler128 : IWarpSampler
{
    public static int Count => Vector128<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TPlanner, TChannels>(in SampleJob job, in RowPlan plan, int index, float* target)
        where TPlanner : struct, IRowPlanner
        where TChannels : struct, IChannels
    {
        uint* offsets = plan.Offsets + index;
        var horizontal = Vector128.Load(plan.Horizontal + index);
        var vertical = Vector128.Load(plan.Vertical + index);
        if (TChannels.Count == 1)
        {
            var corners = Vector128.Create(
                Unsafe.ReadUnaligned<int>(job.Paired + offsets[0]),
                Unsafe.ReadUnaligned<int>(job.Paired + offsets[1]),
                Unsafe.ReadUnaligned<int>(job.Paired + offsets[2]),
                Unsafe.ReadUnaligned<int>(job.Paired + offsets[3]));
            Finish<TPlanner>(job, 0, Mix(corners, horizontal, vertical), horizontal).Store(target);
            return;
        }

        var q0 = Corners<TChannels>(job.Paired + offsets[0]);
        var q1 = Corners<TChannels>(job.Paired + offsets[1]);
        var q2 = Corners<TChannels>(job.Paired + offsets[2]);
        var q3 = Corners<TChannels>(job.Paired + offsets[3]);

        // Zipping even with odd twice is the 4 × 4 transposition.
        var low02 = Zip.Low(q0, q2);
        var low13 = Zip.Low(q1, q3);
        var high02 = Zip.High(q0, q2);
        var high13 = Zip.High(q1, q3);
        var red = Finish<TPlanner>(job, 0, Mix(Zip.Low(low02, low13), horizontal, vertical), horizontal);
        var green = Finish<TPlanner>(job, 1, Mix(Zip.High(low02, low13), horizontal, vertical), horizontal);
        var blue = Finish<TPlanner>(job, 2, Mix(Zip.Low(high02, high13), horizontal, vertical), horizontal);
        if (TChannels.Count == 3)
        {
            if (job.PlaneStride != 0)
            {
                red.Store(target);
                green.Store(target + job.PlaneStride);
                blue.Store(target + (2 * job.PlaneStride));
                return;
            }

            Interleave128.Store(red, green, blue, target);
            return;
        }

        var alpha = Finish<TPlanner>(job, 3, Mix(Zip.High(high02, high13), horizontal, vertical), horizontal);
        if (job.PlaneStride != 0)
        {
            red.Store(target);
            green.Store(target + job.PlaneStride);
            blue.Store(target + (2 * job.PlaneStride));
            alpha.Store(target + (3 * job.PlaneStride));
            return;
        }

        Interleave128.Store(red, green, blue, alpha, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Mix(Vector128<int> corners, Vector128<float> horizontal, Vector128<float> vertical)
    {
        var mask = Vector128.Create(0xFF);
        var upperLeft = Vector128.ConvertToSingle(corners & mask);
        var lowerLeft = Vector128.ConvertToSingle((corners >>> 8) & mask);
        var upperRight = Vector128.ConvertToSingle((corners >>> 16) & mask);
        var lowerRight = Vector128.ConvertToSingle(corners >>> 24);
        var top = upperLeft + ((upperRight - upperLeft) * horizontal);
        var bottom = lowerLeft + ((lowerRight - lowerLeft) * horizontal);
        return top + ((bottom - top) * vertical);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Finish<TPlanner>(
        in SampleJob job,
        int channel,
        Vector128<float> value,
        Vector128<float> horizontal)
        where TPlanner : struct, IRowPlanner
    {
        if (TPlanner.MarksOutside)
        {
            var outside = Vector128.LessThan(horizontal, Vector128<float>.Zero);
            value = Vector128.ConditionalSelect(outside, Vector128.Create(job.Cval), value);
        }

        return job.Scales
            ? (value - Vector128.Create(job.Center[channel])) * Vector128.Create(job.Scale[channel])
            : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Corners<TChannels>(byte* pixels)
        where TChannels : struct, IChannels =>
        Vector128.Shuffle(Vector128.Load(pixels), Order<TChannels>()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Order<TChannels>()
        where TChannels : struct, IChannels => TChannels.Count == 3
            ? Vector128.Create(CornerOrder.ThreeLow, CornerOrder.ThreeHigh).AsByte()
            : Vector128.Create(CornerOrder.FourLow, CornerOrder.FourHigh).AsByte();
}
