using System.Diagnostics;
using Trainer.Augment.Images;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>
/// A finished batch. Its memory belongs to the pipeline and is used again after <see cref="Dispose"/>; copy what you
/// want to keep.
/// </summary>
/// <remarks>For one thread at a time.</remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class Batch : IDisposable
{
    private readonly InputPipeline _owner;
    private BatchSlot? _slot;

    internal Batch(InputPipeline owner, BatchSlot slot, int stepsPerEpoch)
    {
        _owner = owner;
        _slot = slot;
        Position = slot.Position;
        Count = slot.Count;
        IsLastOfEpoch = Position.Step == stepsPerEpoch - 1;
    }

    /// <summary>Where in the stream the batch stands.</summary>
    public PipelinePosition Position { get; }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch => Position.Epoch;

    /// <summary>The step in the epoch, from 0.</summary>
    public int Step => Position.Step;

    /// <summary>
    /// N: the number of samples. Where bad rows are skipped, a batch is shorter by those that it lacks, and 0 if all
    /// are bad.
    /// </summary>
    public int Count { get; }

    /// <summary>Whether it is the last batch of its epoch.</summary>
    public bool IsLastOfEpoch { get; }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape => Slot.Shape;

    /// <summary>The images: float32 N×C×H×W. Valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<float> Images => Slot.Images;

    /// <summary>The class index of each sample: N. Valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<long> Labels => Slot.Labels.AsSpan(0, Count);

    /// <summary>
    /// The share that each sample has of each class, N×K, when the generator mixes samples (mixup, CutMix); empty
    /// otherwise. Valid until <see cref="Dispose"/>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<float> SoftLabels => Slot.SoftLabels.AsSpan(0, Count * Slot.SoftClasses);

    /// <summary>
    /// The values that each sample carries beside its image, N×F, in the order of
    /// <see cref="Data.IImageDataset.ExtraNames"/>; empty if there are none. Valid until <see cref="Dispose"/>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<float> Extras => Slot.Extras.AsSpan(0, Count * Slot.ExtraCount);

    /// <summary>The row of the data set that each sample is: N. Valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<int> Rows => Slot.Rows.AsSpan(0, Count);

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed => _slot is null;

    private string DebuggerDisplay => $"Batch {Position}: "
        + (_slot is { } slot ? $"{Count} images of {slot.Shape}" : $"{Count} images, disposed");

    /// <summary>The pipeline it came from.</summary>
    internal InputPipeline Owner => _owner;

    /// <summary>The memory; null once it was given back.</summary>
    internal BatchSlot? SlotIfHeld => _slot;

    /// <summary>The memory; the tensors that wrap it are kept per slot.</summary>
    internal BatchSlot Slot => _slot
        ?? throw new ObjectDisposedException(
            nameof(Batch), $"Batch {Position} was disposed, and its memory may hold another batch by now; "
                + "copy what you need before disposing it.");

    /// <summary>Gives the memory back to the pipeline.</summary>
    /// <exception cref="ObjectDisposedException">
    /// It was disposed before: two owners believe the batch to be theirs.
    /// </exception>
    public void Dispose()
    {
        BatchSlot slot = Interlocked.Exchange(ref _slot, null)
            ?? throw new ObjectDisposedException(
                nameof(Batch), $"Batch {Position} was disposed twice; dispose each batch once, where it was taken.");
        _owner.Return(this, slot);
    }
}
