using Trainer.Augment.Standardization;

namespace Trainer.Augment.Kernels;

/// <summary>One way to warp an image of bytes to floats.</summary>
internal interface IWarpKernel
{
    /// <summary>What it needs of the machine.</summary>
    InstructionSet InstructionSet { get; }

    /// <summary>Warps one image.</summary>
    /// <param name="source">The bytes, height × width × channels.</param>
    /// <param name="destination">Room for the values of one image.</param>
    /// <param name="warp">What to do.</param>
    /// <param name="layout">How the result lies.</param>
    /// <param name="scaling">What is done to each value on the way out, or null.</param>
    void Run(
        ReadOnlySpan<byte> source,
        Span<float> destination,
        in Warp warp,
        DataFormat layout,
        ChannelScaling? scaling);
}
