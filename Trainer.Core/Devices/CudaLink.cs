namespace Trainer.Core.Devices;

/// <summary>
/// A CUDA device as a host sees it: libtorch computes in the default stream, and batches are copied in one beside it.
/// </summary>
internal sealed class CudaLink : IDeviceLink
{
    private readonly CudaRuntime _runtime;
    private readonly int _device;
    private readonly nint _copies;
    private int _disposed;

    /// <summary>Links to a device.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="device">The number of the device, from 0.</param>
    public CudaLink(CudaRuntime runtime, int device)
    {
        _runtime = runtime;
        _device = device;
        _copies = OnDevice(runtime.CreateStream);
    }

    /// <inheritdoc/>
    public bool TryPin(nint start, long bytes) => OnDevice(() => _runtime.TryRegister(start, bytes));

    /// <inheritdoc/>
    public void Unpin(nint start) => OnDevice(() =>
    {
        _runtime.Unregister(start);
        return true;
    });

    /// <inheritdoc/>
    public void Copy(ReadOnlySpan<DeviceCopy> copies, IDeviceMark? after)
    {
        _runtime.Device = _device;
        if (after is CudaMark mark)
        {
            _runtime.WaitInStream(_copies, mark.Event);
        }

        foreach (DeviceCopy copy in copies)
        {
            _runtime.QueueCopy(copy, _copies);
        }

        using var end = new CudaMark(_runtime, _runtime.RecordEvent(_copies));
        end.Wait();
    }

    /// <inheritdoc/>
    public IDeviceMark Mark() => OnDevice(() => new CudaMark(_runtime, _runtime.RecordEvent(stream: 0)));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            OnDevice(() =>
            {
                _runtime.DestroyStream(_copies);
                return true;
            });
        }
    }

    /// <summary>Works on the device, and leaves the calling thread, which may be libtorch's, on its own.</summary>
    private T OnDevice<T>(Func<T> work)
    {
        int before = _runtime.Device;
        if (before == _device)
        {
            return work();
        }

        _runtime.Device = _device;
        try
        {
            return work();
        }
        finally
        {
            _runtime.Device = before;
        }
    }

    private sealed class CudaMark(CudaRuntime runtime, nint cudaEvent) : IDeviceMark
    {
        private nint _event = cudaEvent;

        public nint Event => _event;

        public void Wait() => runtime.Wait(_event);

        public void Dispose()
        {
            nint freed = Interlocked.Exchange(ref _event, 0);
            if (freed != 0)
            {
                runtime.DestroyEvent(freed);
            }
        }
    }
}
