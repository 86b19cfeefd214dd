using System.Runtime.CompilerServices;
using Trainer.Core.Pipeline;

namespace Trainer.Core.Devices;

/// <summary>
/// Page-locks the images of a pipeline's slots, which a device then fetches by itself. Belongs to the pipeline and ends
/// with it.
/// </summary>
internal sealed class PinnedSlots : IDisposable
{
    private readonly IDeviceLink _link;
    private readonly List<nint> _pinned = [];

    /// <summary>Locks what the system lets it lock.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="link">To the device.</param>
    public PinnedSlots(IReadOnlyList<BatchSlot> slots, IDeviceLink link)
    {
        _link = link;
        Slots = slots;
        foreach (BatchSlot slot in slots)
        {
            Pin(slot);
        }
    }

    /// <summary>The slots.</summary>
    public IReadOnlyList<BatchSlot> Slots { get; }

    /// <inheritdoc/>
    public void Dispose() => _pinned.ForEach(_link.Unpin);

    /// <summary>Locks the whole pages that the images lie in, all of them the slot's own.</summary>
    private unsafe void Pin(BatchSlot slot)
    {
        // The array is pinned for its life.
        ref float first = ref slot.ImageArray[slot.ImageOffset];
        nint start = (nint)Unsafe.AsPointer(ref first);
        nint end = start + ((nint)slot.Capacity * slot.Shape.Length * sizeof(float));
        nint page = Environment.SystemPageSize;
        start -= start % page;
        end += (page - (end % page)) % page;
        if (_link.TryPin(start, end - start))
        {
            _pinned.Add(start);
        }
    }
}
