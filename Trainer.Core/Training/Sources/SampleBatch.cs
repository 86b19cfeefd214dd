using System.Diagnostics;
using Trainer.Augment.Images;
using Trainer.Core.Devices;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Sources;

/// <summary>The samples of one step: images, labels and, if samples do not all count the same, their weights.</summary>
/// <remarks>
/// It owns its tensors: whoever is handed a batch disposes it. A batch that is given to <c>Fit</c>, <c>Evaluate</c> or
/// <c>Predict</c> through an enumeration is disposed there.
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class SampleBatch : IDisposable
{
    private readonly Batch? _batch;
    private readonly bool _ownsBatch;
    private readonly int[]? _rows;
    private readonly DeviceSlot? _slot;
    private readonly Action<DeviceSlot>? _release;
    private int _released;

    /// <summary>Takes over tensors.</summary>
    /// <param name="images">N×C×H×W float32, or whatever the network takes.</param>
    /// <param name="labels">
    /// N class indices, int64, or N×K values, float32; null where only predictions are wanted.
    /// </param>
    /// <param name="weights">The weight of each sample, N float32; null for 1.</param>
    /// <exception cref="ArgumentException">The first dimensions differ.</exception>
    public SampleBatch(Tensor images, Tensor? labels = null, Tensor? weights = null)
        : this(images, labels, weights, rows: null)
    {
    }

    /// <summary>Takes over tensors of known rows.</summary>
    internal SampleBatch(Tensor images, Tensor? labels, Tensor? weights, int[]? rows)
    {
        Require(labels, images.shape[0], nameof(labels));
        Require(weights, images.shape[0], nameof(weights));
        Images = images;
        Labels = labels;
        Weights = weights;
        _rows = rows;
    }

    /// <summary>
    /// Wraps a pipeline's batch without a copy. The batch stays the caller's, who disposes it after this one.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <exception cref="ObjectDisposedException">The batch, or the pipeline it came from, was disposed.</exception>
    public SampleBatch(Batch batch)
        : this(batch, owned: false)
    {
    }

    /// <summary>Wraps a pipeline's batch without a copy.</summary>
    internal SampleBatch(Batch batch, bool owned)
    {
        _batch = batch;
        _ownsBatch = owned;
        (Images, Labels, Extras) = SlotTensors.View(batch);
    }

    /// <summary>Shows a batch that was copied to a device.</summary>
    /// <param name="slot">The place that it has there.</param>
    /// <param name="release">Takes the place back when the batch is disposed.</param>
    internal SampleBatch(DeviceSlot slot, Action<DeviceSlot> release)
    {
        (_slot, _release, _rows) = (slot, release, slot.Rows);
        Images = slot.Images.narrow(0, 0, slot.Count);
        Labels = slot.Labels.narrow(0, 0, slot.Count);
        Extras = slot.Extras?.narrow(0, 0, slot.Count);
    }

    /// <summary>The images: N×C×H×W float32.</summary>
    public Tensor Images { get; }

    /// <summary>N class indices, int64, or N×K values, float32; null where only predictions are wanted.</summary>
    public Tensor? Labels { get; }

    /// <summary>The weight of each sample: N; null for 1.</summary>
    public Tensor? Weights { get; }

    /// <summary>
    /// The values that each sample of a pipeline's batch carries beside its image, N×F float32; null if there are none.
    /// The model does not look at them: they are for loops of one's own.
    /// </summary>
    public Tensor? Extras { get; }

    /// <summary>N: the number of samples.</summary>
    public int Count => (int)Images.shape[0];

    /// <summary>Where in a pipeline's stream the batch stands; null for other data.</summary>
    internal PipelinePosition? Position => _slot?.Position ?? _batch?.Position;

    // Tensors that are disposed of cannot be asked for their shape.
    private string DebuggerDisplay => Images.IsInvalid
        ? "SampleBatch, disposed"
        : $"SampleBatch {Position}: {string.Join('×', Images.shape)}, {(Labels is null ? "no labels" : "labels")}";

    /// <summary>
    /// Whether the memory is a pipeline's, which writes the next batch into it as soon as this one is disposed.
    /// </summary>
    internal bool IsBorrowed => _batch is not null;

    /// <summary>Whether it was copied to a device ahead of its step.</summary>
    internal bool IsAhead => _slot is not null;

    /// <summary>
    /// The class of each sample, where the host has it beside labels that are on a device; else null.
    /// </summary>
    internal int[]? KnownClasses => _slot?.Classes;

    /// <summary>The row of the data that each sample is, where that is known; else empty.</summary>
    internal ReadOnlySpan<int> Rows => _batch is null ? _rows : _batch.Rows;

    /// <summary>
    /// Makes a batch from arrays, without a copy of the images: they must not change as long as it is in use.
    /// </summary>
    /// <param name="images">N·C·H·W values, each image C×H×W.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="labels">The class index of each sample: N.</param>
    /// <param name="weights">The weight of each sample: N; null for 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static SampleBatch From(float[] images, ImageShape shape, int[] labels, float[]? weights = null)
    {
        using var arrays = InMemoryTensors.Of(images, shape, labels, weights);
        return new SampleBatch(arrays.Images.alias(), arrays.Labels?.alias(), arrays.Weights?.alias());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels?.Dispose();
        Weights?.Dispose();
        Extras?.Dispose();
        if (_slot is not null && Interlocked.Exchange(ref _released, 1) == 0)
        {
            _release!(_slot);
        }

        if (_ownsBatch)
        {
            _batch!.Dispose();
        }
    }

    private static void Require(Tensor? tensor, long count, string what)
    {
        if (tensor is not null && (tensor.dim() == 0 || tensor.shape[0] != count))
        {
            throw new ArgumentException(
                $"There are {count} images, but the {what} are {string.Join('×', tensor.shape)}; each image needs one.",
                what);
        }
    }
}
