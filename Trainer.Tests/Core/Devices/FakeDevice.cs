using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trainer.Core.Devices;
using Xunit;

namespace Trainer.Tests.Core.Devices;

/// <summary>A device that is the host's own memory: it keeps a record of what it is asked for, in order.</summary>
internal sealed class FakeDevice : IDeviceLink
{
    private int _marks;
    private int _liveMarks;

    /// <summary>What was asked for: <c>mark 3</c>, <c>wait 3</c>, <c>copy after 3</c>.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Memory that is page-locked.</summary>
    public ConcurrentDictionary<nint, long> Pinned { get; } = new();

    /// <summary>Called before the bytes of a batch are copied, with the address that the images come from.</summary>
    public Action<nint>? OnCopy { get; init; }

    public bool IsDisposed { get; private set; }

    /// <summary>Marks that nobody has freed.</summary>
    public int LiveMarks => Volatile.Read(ref _liveMarks);

    public bool TryPin(nint start, long bytes) => Pinned.TryAdd(start, bytes);

    public void Unpin(nint start) => Assert.True(Pinned.TryRemove(start, out _));

    public unsafe void Copy(ReadOnlySpan<DeviceCopy> copies, IDeviceMark? after)
    {
        OnCopy?.Invoke(copies[0].From);
        Log.Enqueue($"copy after {(after as FakeMark)?.Number}");
        foreach (DeviceCopy copy in copies)
        {
            Unsafe.CopyBlock((void*)copy.To, (void*)copy.From, (uint)copy.Bytes);
        }
    }

    public IDeviceMark Mark()
    {
        Interlocked.Increment(ref _liveMarks);
        var mark = new FakeMark(this, Interlocked.Increment(ref _marks));
        Log.Enqueue($"mark {mark.Number}");
        return mark;
    }

    public void Dispose() => IsDisposed = true;

    private sealed class FakeMark(FakeDevice device, int number) : IDeviceMark
    {
        private int _disposed;

        public int Number => number;

        public void Wait()
        {
            Assert.Equal(0, Volatile.Read(ref _disposed));
            device.Log.Enqueue($"wait {number}");
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref device._liveMarks);
            }
        }
    }
}
