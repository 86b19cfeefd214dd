using System.Buffers;
using System.Runtime.CompilerServices;
using Trainer.Augment.Images;
using Trainer.Augment.Kernels.Lanes;
using Trainer.Augment.Standardization;

namespace Trainer.Augment.Kernels;

/// <summary>Warps with vectors: pairs the rows, then plans and samples each row piece by piece.</summary>
/// <typeparam name="TSampler">Samples.</typeparam>
/// <typeparam name="TFastPlanner">Plans the commonest case in single precision.</typeparam>
/// <typeparam name="TLanes">What all other plans compute with.</typeparam>
/// <typeparam name="TVector">The vector of <typeparamref name="TLanes"/>.</typeparam>
internal sealed unsafe class VectorWarpKernel<TSampler, TFastPlanner, TLanes, TVector>(
    InstructionSet instructionSet,
    IWarpKernel narrower) : IWarpKernel
    where TSampler : struct, IWarpSampler
    where TFastPlanner : struct, IRowPlanner
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>Offsets into the paired rows are 32-bit numbers.</summary>
    private const int LongestImage = int.MaxValue / 2 - RowPlan.Room;

    public InstructionSet InstructionSet => instructionSet;

    public void Run(
        ReadOnlySpan<byte> source,
        Span<float> destination,
        in Warp warp,
        DataFormat layout,
        ChannelScaling? scaling)
    {
        ImageShape shape = warp.Shape;
        if (shape.Width < TSampler.Count || shape.Channels is not (1 or 3 or 4) || shape.Length > LongestImage)
        {
            narrower.Run(source, destination, warp, layout, scaling);
            return;
        }

        int rowBytes = shape.Width * shape.Channels;
        byte[] pairs = ArrayPool<byte>.Shared.Rent(PairedRows.SizeFor(shape.Height, rowBytes));
        fixed (byte* bytes = source, paired = pairs)
        fixed (float* target = destination)
        {
            PairedRows.Fill(bytes, shape.Height, rowBytes, paired);
            var job = new SampleJob
            {
                Paired = paired,
                PlaneStride = layout == DataFormat.ChannelsFirst ? shape.Pixels : 0,
                Cval = warp.Cval,
                Scales = scaling is not null,
            };
            for (int channel = 0; scaling is not null && channel < shape.Channels; channel++)
            {
                job.Center[channel] = scaling.Center(channel);
                job.Scale[channel] = scaling.Scale(channel);
            }

            Choose(warp, job, target);
        }

        ArrayPool<byte>.Shared.Return(pairs);
    }

    private static void Choose(in Warp warp, in SampleJob job, float* target)
    {
        if (FastPlanning.Suits(warp))
        {
            Choose<TFastPlanner>(warp, job, target);
            return;
        }

        switch (warp.FillMode)
        {
            case FillMode.Nearest:
                Choose<ExactRowPlanner<TLanes, TVector, FillRules.Nearest>>(warp, job, target);
                break;
            case FillMode.Constant:
                Choose<ExactRowPlanner<TLanes, TVector, FillRules.Constant>>(warp, job, target);
                break;
            case FillMode.Reflect:
                Choose<ExactRowPlanner<TLanes, TVector, FillRules.Reflect>>(warp, job, target);
                break;
            default:
                Choose<ExactRowPlanner<TLanes, TVector, FillRules.Wrap>>(warp, job, target);
                break;
        }
    }

    private static void Choose<TPlanner>(in Warp warp, in SampleJob job, float* target)
        where TPlanner : struct, IRowPlanner
    {
        switch (warp.Shape.Channels)
        {
            case 1:
                Run<TPlanner, ChannelCounts.One>(warp, job, target);
                break;
            case 3:
                Run<TPlanner, ChannelCounts.Three>(warp, job, target);
                break;
            default:
                Run<TPlanner, ChannelCounts.Four>(warp, job, target);
                break;
        }
    }

    // Optimised at once: a first epoch in unoptimised code would be ten times as slow.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TPlanner, TChannels>(in Warp warp, in SampleJob job, float* target)
        where TPlanner : struct, IRowPlanner
        where TChannels : struct, IChannels
    {
        uint* offsets = stackalloc uint[RowPlan.Room];
        float* horizontal = stackalloc float[RowPlan.Room];
        float* vertical = stackalloc float[RowPlan.Room];
        var plan = new RowPlan(offsets, horizontal, vertical);

        int width = warp.Shape.Width;
        int columnStride = job.PlaneStride == 0 ? TChannels.Count : 1;
        for (int row = 0; row < warp.Shape.Height; row++)
        {
            float* line = target + ((long)row * width * columnStride);
            for (int start = 0; start < width; start += RowPlan.Capacity)
            {
                // A piece is at least one vector wide; a short last one begins further left.
                int column = Math.Min(start, width - TSampler.Count);
                int count = Math.Min(width - column, RowPlan.Capacity);
                TPlanner.Plan(warp, row, column, count, plan);

                // The last step overlaps the one before when the vectors do not fit evenly.
                float* piece = line + (column * columnStride);
                int last = count - TSampler.Count;
                for (int i = 0; i < last; i += TSampler.Count)
                {
                    TSampler.Step<TPlanner, TChannels>(job, plan, i, piece + (i * columnStride));
                }

                TSampler.Step<TPlanner, TChannels>(job, plan, last, piece + (last * columnStride));
            }
        }
    }
}
