using Trainer.Augment.Standardization;

namespace Trainer.Augment.Kernels;

/// <summary>The kernel for machines without vectors and for images that the others do not suit.</summary>
internal sealed class ScalarWarpKernel : IWarpKernel
{
    public InstructionSet InstructionSet => InstructionSet.Scalar;

    public void Run(
        ReadOnlySpan<byte> source,
        Span<float> destination,
        in Warp warp,
        DataFormat layout,
        ChannelScaling? scaling)
    {
        ScalarWarp.Run(
            source,
            PixelStrides.For(warp.Shape, DataFormat.ChannelsLast),
            destination,
            PixelStrides.For(warp.Shape, layout),
            warp);
        scaling?.Run(destination, warp.Shape, layout);
    }
}
