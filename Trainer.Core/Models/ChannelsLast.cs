using TorchSharp;
using static TorchSharp.torch;

namespace Trainer.Core.Models;

/// <summary>The order in memory in which convolutions are fastest.</summary>
internal static class ChannelsLast
{
    /// <summary>
    /// N×C×H×W images as they should enter a network: with the channels innermost in memory, the same values and shape.
    /// Convolutions are a third faster that way on a CPU, and twice as fast on the tensor cores of a GPU, whose kernels
    /// would otherwise rearrange the images of each layer. Each layer hands the order on to the next.
    /// </summary>
    /// <returns>A tensor that the caller disposes.</returns>
    public static Tensor Arrange(Tensor images)
    {
        if (images.device.type is not (DeviceType.CPU or DeviceType.CUDA))
        {
            return images.alias();
        }

        using Tensor rows = images.permute(0, 2, 3, 1);
        using Tensor packed = rows.contiguous();
        return packed.permute(0, 3, 1, 2);
    }
}
