using TorchSharp;
using static TorchSharp.torch;

namespace Trainer.Core.Devices;

/// <summary>Makes links to devices.</summary>
internal static class DeviceLinks
{
    /// <summary>
    /// A link to a device that works on its own; null for the CPU, and where libtorch does not bring CUDA's runtime as
    /// a library: each step then waits for the device.
    /// </summary>
    public static IDeviceLink? TryMake(Device device) =>
        device.type == DeviceType.CUDA && CudaRuntime.Instance is { } runtime
            ? new CudaLink(runtime, Math.Max(device.index, 0))
            : null;
}
