using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Trainer.Core.Devices;

/// <summary>
/// The part of CUDA's runtime library that TorchSharp has no words for: page-locked memory, streams and events. It is
/// the very library that libtorch has loaded.
/// </summary>
/// <remarks>Source: NVIDIA, "CUDA Runtime API", whose functions and numbers are the same from CUDA 11 to 13.</remarks>
internal sealed unsafe class CudaRuntime
{
    private const uint HostRegisterDefault = 0;
    private const uint StreamNonBlocking = 1;
    private const uint EventBlockingSync = 1;
    private const uint EventDisableTiming = 2;
    private const int HostToDevice = 1;

    private static readonly Lazy<CudaRuntime?> Loaded = new(Find);

    private readonly delegate* unmanaged<int*, int> _getDevice;
    private readonly delegate* unmanaged<int, int> _setDevice;
    private readonly delegate* unmanaged<nint, nuint, uint, int> _hostRegister;
    private readonly delegate* unmanaged<nint, int> _hostUnregister;
    private readonly delegate* unmanaged<nint*, uint, int> _streamCreate;
    private readonly delegate* unmanaged<nint, int> _streamDestroy;
    private readonly delegate* unmanaged<nint, nint, uint, int> _streamWaitEvent;
    private readonly delegate* unmanaged<nint*, uint, int> _eventCreate;
    private readonly delegate* unmanaged<nint, nint, int> _eventRecord;
    private readonly delegate* unmanaged<nint, int> _eventSynchronize;
    private readonly delegate* unmanaged<nint, int> _eventDestroy;
    private readonly delegate* unmanaged<nint, nint, nuint, int, nint, int> _copy;
    private readonly delegate* unmanaged<int> _getLastError;
    private readonly delegate* unmanaged<int, nint> _getErrorString;

    private CudaRuntime(nint library)
    {
        nint Function(string name) => NativeLibrary.GetExport(library, name);
        _getDevice = (delegate* unmanaged<int*, int>)Function("cudaGetDevice");
        _setDevice = (delegate* unmanaged<int, int>)Function("cudaSetDevice");
        _hostRegister = (delegate* unmanaged<nint, nuint, uint, int>)Function("cudaHostRegister");
        _hostUnregister = (delegate* unmanaged<nint, int>)Function("cudaHostUnregister");
        _streamCreate = (delegate* unmanaged<nint*, uint, int>)Function("cudaStreamCreateWithFlags");
        _streamDestroy = (delegate* unmanaged<nint, int>)Function("cudaStreamDestroy");
        _streamWaitEvent = (delegate* unmanaged<nint, nint, uint, int>)Function("cudaStreamWaitEvent");
        _eventCreate = (delegate* unmanaged<nint*, uint, int>)Function("cudaEventCreateWithFlags");
        _eventRecord = (delegate* unmanaged<nint, nint, int>)Function("cudaEventRecord");
        _eventSynchronize = (delegate* unmanaged<nint, int>)Function("cudaEventSynchronize");
        _eventDestroy = (delegate* unmanaged<nint, int>)Function("cudaEventDestroy");
        _copy = (delegate* unmanaged<nint, nint, nuint, int, nint, int>)Function("cudaMemcpyAsync");
        _getLastError = (delegate* unmanaged<int>)Function("cudaGetLastError");
        _getErrorString = (delegate* unmanaged<int, nint>)Function("cudaGetErrorString");
    }

    /// <summary>
    /// The library, or null where libtorch has not loaded it: without CUDA, or with CUDA linked into it.
    /// </summary>
    public static CudaRuntime? Instance => Loaded.Value;

    /// <summary>The device that the calling thread works on.</summary>
    public int Device
    {
        get
        {
            int device;
            Require(_getDevice(&device), "asking for the device");
            return device;
        }
        set => Require(_setDevice(value), $"choosing device {value}");
    }

    /// <summary>Page-locks memory; false if the system refuses.</summary>
    public bool TryRegister(nint start, long bytes)
    {
        if (_hostRegister(start, (nuint)bytes, HostRegisterDefault) == 0)
        {
            return true;
        }

        // The next call would report it as its own.
        _getLastError();
        return false;
    }

    /// <summary>Ends the page lock.</summary>
    public void Unregister(nint start) => Ignore(_hostUnregister(start));

    /// <summary>Makes a queue that runs beside the default one, where libtorch computes.</summary>
    public nint CreateStream()
    {
        nint stream;
        Require(_streamCreate(&stream, StreamNonBlocking), "making a stream");
        return stream;
    }

    /// <summary>Frees a queue.</summary>
    public void DestroyStream(nint stream) => Ignore(_streamDestroy(stream));

    /// <summary>Has a queue wait for an event.</summary>
    public void WaitInStream(nint stream, nint cudaEvent) =>
        Require(_streamWaitEvent(stream, cudaEvent, 0), "ordering a copy");

    /// <summary>Queues a copy from the host.</summary>
    public void QueueCopy(DeviceCopy copy, nint stream) =>
        Require(_copy(copy.To, copy.From, (nuint)copy.Bytes, HostToDevice, stream), "copying a batch to the device");

    /// <summary>Makes an event at the end of a queue; the default one is 0. Who waits for it sleeps.</summary>
    public nint RecordEvent(nint stream)
    {
        nint cudaEvent;
        Require(_eventCreate(&cudaEvent, EventBlockingSync | EventDisableTiming), "making an event");
        int recorded = _eventRecord(cudaEvent, stream);
        if (recorded != 0)
        {
            DestroyEvent(cudaEvent);
        }

        Require(recorded, "marking the queue");
        return cudaEvent;
    }

    /// <summary>Waits for an event.</summary>
    public void Wait(nint cudaEvent) => Require(_eventSynchronize(cudaEvent), "the work before this point");

    /// <summary>Frees an event, whether it has passed or not.</summary>
    public void DestroyEvent(nint cudaEvent) => Ignore(_eventDestroy(cudaEvent));

    private static CudaRuntime? Find()
    {
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            string name = Path.GetFileName(module.FileName);
            bool isRuntime = name.StartsWith("libcudart", StringComparison.Ordinal)
                || name.StartsWith("cudart64_", StringComparison.OrdinalIgnoreCase);
            if (isRuntime && NativeLibrary.TryLoad(module.FileName, out nint library))
            {
                return new CudaRuntime(library);
            }
        }

        return null;
    }

    /// <summary>
    /// What frees something reports the errors of earlier work, which has been reported where it was waited for.
    /// </summary>
    private void Ignore(int status)
    {
        if (status != 0)
        {
            _getLastError();
        }
    }

    private void Require(int status, string what)
    {
        if (status != 0)
        {
            // libtorch would report it as its own.
            _getLastError();
            string reason = Marshal.PtrToStringUTF8(_getErrorString(status)) ?? "no reason given";
            throw new DeviceException($"The GPU failed at {what}: {reason} (CUDA error {status}).");
        }
    }
}
