namespace Trainer.Core.Devices;

/// <summary>
/// What a host has to do with a device that works on its own: copies beside the computing, and marks in its queue of
/// work.
/// </summary>
internal interface IDeviceLink : IDisposable
{
    /// <summary>
    /// Page-locks memory of the host, so that the device can fetch from it by itself; from any thread.
    /// </summary>
    /// <param name="start">The address.</param>
    /// <param name="bytes">How much.</param>
    /// <returns>False where the system refuses: copies from there are right all the same, but slower.</returns>
    bool TryPin(nint start, long bytes);

    /// <summary>Ends what <see cref="TryPin"/> began; from any thread.</summary>
    void Unpin(nint start);

    /// <summary>
    /// Copies from the host to the device, beside its computing, and returns when all is there; for one thread at a
    /// time.
    /// </summary>
    /// <param name="copies">What to copy.</param>
    /// <param name="after">What the device must have passed before the first byte is written; null for nothing.</param>
    void Copy(ReadOnlySpan<DeviceCopy> copies, IDeviceMark? after);

    /// <summary>Marks the end of all computing that was queued so far; on the Torch thread.</summary>
    IDeviceMark Mark();
}
