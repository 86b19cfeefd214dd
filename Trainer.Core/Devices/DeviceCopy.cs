namespace Trainer.Core.Devices;

/// <summary>A piece of memory to copy to a device.</summary>
/// <param name="From">Where it is on the host.</param>
/// <param name="To">Where it goes on the device.</param>
/// <param name="Bytes">How long it is.</param>
internal readonly record struct DeviceCopy(nint From, nint To, long Bytes);
