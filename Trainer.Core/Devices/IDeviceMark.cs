namespace Trainer.Core.Devices;

/// <summary>A place in a device's queue of work.</summary>
internal interface IDeviceMark : IDisposable
{
    /// <summary>Waits until the device has passed it; from any thread.</summary>
    void Wait();
}
