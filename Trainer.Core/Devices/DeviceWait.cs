using Trainer.Core.Telemetry;

namespace Trainer.Core.Devices;

/// <summary>Waits for a device at a mark, and books the time as that.</summary>
/// <param name="mark">What the device must have passed; disposed with the wait.</param>
/// <param name="meter">Where the time goes.</param>
internal sealed class DeviceWait(IDeviceMark mark, StepMeter meter) : IDisposable
{
    /// <summary>Waits.</summary>
    public void Wait()
    {
        StepPart before = meter.Enter(StepPart.DeviceWait);
        mark.Wait();
        meter.Enter(before);
    }

    /// <inheritdoc/>
    public void Dispose() => mark.Dispose();
}
