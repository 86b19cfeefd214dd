using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using Trainer.Core.Metrics;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using static TorchSharp.torch;

namespace Trainer.Core.Devices;

/// <summary>
/// The place of one batch on a device, made once and used again: the counterpart of a <see cref="BatchSlot"/>.
/// </summary>
internal sealed class DeviceSlot : IDisposable
{
    private readonly nint _imagesAt;
    private readonly nint _labelsAt;
    private readonly nint _extrasAt;

    /// <summary>Allocates a place; on the Torch thread.</summary>
    /// <param name="like">A slot of the pipeline whose batches it takes.</param>
    /// <param name="device">Where.</param>
    /// <param name="link">To that device.</param>
    public DeviceSlot(BatchSlot like, Device device, IDeviceLink link)
    {
        // Torch makes a tensor for each address that it is asked for.
        using DisposeScope scope = NewDisposeScope();
        long capacity = like.Capacity;
        Images = empty(capacity, like.Shape.Channels, like.Shape.Height, like.Shape.Width, device: device)
            .DetachFromDisposeScope();
        _imagesAt = AddressOf<float>(Images);
        if (like.SoftClasses > 0)
        {
            Labels = empty(capacity, like.SoftClasses, device: device).DetachFromDisposeScope();
            _labelsAt = AddressOf<float>(Labels);
        }
        else
        {
            Labels = empty(capacity, ScalarType.Int64, device: device).DetachFromDisposeScope();
            _labelsAt = AddressOf<long>(Labels);
        }

        if (like.ExtraCount > 0)
        {
            Extras = empty(capacity, like.ExtraCount, device: device).DetachFromDisposeScope();
            _extrasAt = AddressOf<float>(Extras);
        }

        // Torch hands out memory again that computing still reads, since its own next writes would queue behind that.
        Released = link.Mark();
    }

    /// <summary>Capacity×C×H×W float32 on the device.</summary>
    public Tensor Images { get; }

    /// <summary>Capacity class indices, int64, or, where samples are mixed, capacity×K shares, float32.</summary>
    public Tensor Labels { get; }

    /// <summary>Capacity×F float32; null if samples carry no values beside their images.</summary>
    public Tensor? Extras { get; }

    /// <summary>How many samples are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Where in its pipeline's stream the batch stands.</summary>
    public PipelinePosition Position { get; private set; }

    /// <summary>The row of each sample.</summary>
    public int[] Rows { get; private set; } = [];

    /// <summary>The class of each sample, of shares the largest: what the host needs of the labels.</summary>
    public int[] Classes { get; private set; } = [];

    /// <summary>The end of the work that still reads it; null if none does.</summary>
    public IDeviceMark? Released { get; set; }

    /// <summary>
    /// Takes a batch's place: copies it when the work that reads the last one is done. Returns when it is there.
    /// </summary>
    public void Load(Batch batch, IDeviceLink link)
    {
        BatchSlot slot = batch.Slot;
        (Count, Position, Rows) = (batch.Count, batch.Position, batch.Rows.ToArray());
        Classes = slot.SoftClasses > 0
            ? ProbabilityMetrics.ArgMax(batch.SoftLabels, slot.SoftClasses)
            : Array.ConvertAll(batch.Labels.ToArray(), label => (int)label);
        DeviceCopy images = Copy(batch.Images, _imagesAt);
        DeviceCopy labels = slot.SoftClasses > 0 ? Copy(batch.SoftLabels, _labelsAt) : Copy(batch.Labels, _labelsAt);
        ReadOnlySpan<DeviceCopy> copies = Extras is null
            ? [images, labels]
            : [images, labels, Copy(batch.Extras, _extrasAt)];
        link.Copy(copies, Released);
        Released?.Dispose();
        Released = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Released?.Dispose();
        Images.Dispose();
        Labels.Dispose();
        Extras?.Dispose();
    }

    // The slot's arrays are pinned for their life.
    private static unsafe DeviceCopy Copy<T>(ReadOnlySpan<T> values, nint to)
        where T : unmanaged =>
        new((nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values)), to, (long)values.Length * sizeof(T));

    private static nint AddressOf<T>(Tensor tensor)
        where T : unmanaged
    {
        using Storage<T> storage = tensor.storage<T>();
        return storage.data_ptr();
    }
}
