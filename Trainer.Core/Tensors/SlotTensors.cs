using Trainer.Core.Pipeline;
using static TorchSharp.torch;

namespace Trainer.Core.Tensors;

/// <summary>
/// The one bridge from a pipeline's memory to tensors: wraps each slot once, without a copy, and hands out views of the
/// batch in it. Belongs to the pipeline and ends with it.
/// </summary>
/// <remarks>
/// A wrapped tensor shares the slot's memory, so what it shows is valid until the batch is disposed. For the Torch
/// thread only, but for its disposal.
/// </remarks>
internal sealed class SlotTensors : IDisposable
{
    private readonly Dictionary<BatchSlot, (Tensor Images, Tensor Labels, Tensor? Extras)> _wrapped;

    /// <summary>
    /// Wraps all slots at once, so that the number of live tensors is the same from the first step on.
    /// </summary>
    public SlotTensors(IReadOnlyList<BatchSlot> slots) => _wrapped = slots.ToDictionary(slot => slot, Wrap);

    /// <summary>
    /// The batch's images, N×C×H×W float32; its labels: class indices, N int64, or, where samples are mixed, shares of
    /// classes, N×K float32; and the values beside the images, N×F float32, or null if there are none. The caller
    /// disposes the views.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The batch, or the pipeline it came from, was disposed.</exception>
    public static (Tensor Images, Tensor Labels, Tensor? Extras) View(Batch batch)
    {
        SlotTensors tensors = batch.Owner.GetCompanion(slots => new SlotTensors(slots));
        (Tensor images, Tensor labels, Tensor? extras) = tensors._wrapped[batch.Slot];
        return (images.narrow(0, 0, batch.Count), labels.narrow(0, 0, batch.Count), extras?.narrow(0, 0, batch.Count));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((Tensor images, Tensor labels, Tensor? extras) in _wrapped.Values)
        {
            images.Dispose();
            labels.Dispose();
            extras?.Dispose();
        }
    }

    private static (Tensor Images, Tensor Labels, Tensor? Extras) Wrap(BatchSlot slot)
    {
        (int height, int width, int channels) = slot.Shape;
        using var scope = NewDisposeScope();
        Tensor flat = frombuffer(
            slot.ImageArray, ScalarType.Float32, (long)slot.Capacity * slot.Shape.Length, slot.ImageOffset);
        Tensor images = flat.reshape(slot.Capacity, channels, height, width);
        Tensor labels = slot.SoftClasses > 0
            ? frombuffer(slot.SoftLabels, ScalarType.Float32).reshape(slot.Capacity, slot.SoftClasses)
            : frombuffer(slot.Labels, ScalarType.Int64);
        Tensor? extras = slot.ExtraCount == 0
            ? null
            : frombuffer(slot.Extras, ScalarType.Float32).reshape(slot.Capacity, slot.ExtraCount);

        // They live as long as the pipeline, outside of the scope of whichever step comes first.
        return (images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), extras?.DetachFromDisposeScope());
    }
}
