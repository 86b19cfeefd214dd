using System.Collections;
using Trainer.Augment.Randomness;

namespace Trainer.Augment.Flows;

/// <summary>
/// Batches of processed images out of an array. Enumerating never ends: epoch follows epoch. Any batch can also be had
/// directly, by any thread.
/// </summary>
public sealed class ImageFlow : IEnumerable<ImageBatch>
{
    private readonly FlowSamples _samples;
    private readonly SampleProcessor _process;

    internal ImageFlow(FlowSamples samples, SampleProcessor process) => (_samples, _process) = (samples, process);

    /// <summary>How many images an epoch has.</summary>
    public int Count => _samples.Count;

    /// <summary>How many batches an epoch has; the last may be short.</summary>
    public int BatchesPerEpoch => (Count + _samples.Options.BatchSize - 1) / _samples.Options.BatchSize;

    /// <summary>Makes one batch; the same arguments give the same batch.</summary>
    /// <param name="epoch">The 0-based epoch.</param>
    /// <param name="index">The 0-based batch within the epoch.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is not one of the epoch's batches.</exception>
    public ImageBatch GetBatch(int epoch, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, BatchesPerEpoch);
        return MakeBatch(OrderOf(epoch), epoch, index);
    }

    /// <inheritdoc/>
    public IEnumerator<ImageBatch> GetEnumerator()
    {
        for (int epoch = 0; ; epoch++)
        {
            int[] order = OrderOf(epoch);
            for (int index = 0; index < BatchesPerEpoch; index++)
            {
                yield return MakeBatch(order, epoch, index);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ImageBatch MakeBatch(int[] order, int epoch, int index)
    {
        int size = _samples.Options.BatchSize;
        int[] indices = order[(index * size)..Math.Min((index + 1) * size, Count)];
        int length = _samples.Shape.Length;
        var images = new float[indices.Length * length];
        for (int i = 0; i < indices.Length; i++)
        {
            var key = new SampleKey(_samples.Options.Seed, epoch, indices[i]);
            _process(indices[i], key, images.AsSpan(i * length, length));
        }

        int[] labels = _samples.Labels.IsEmpty ? [] : [.. indices.Select(i => _samples.Labels.Span[i])];
        return new ImageBatch(images, labels, indices);
    }

    /// <summary>The order of an epoch: Fisher and Yates' shuffle, with a draw for each place.</summary>
    private int[] OrderOf(int epoch)
    {
        int[] order = [.. Enumerable.Range(_samples.First, Count)];
        for (int i = Count - 1; i > 0 && _samples.Options.Shuffle; i--)
        {
            var random = new SampleRandom(new SampleKey(_samples.Options.Seed, epoch, i));
            int other = (int)(random.Unit01(DrawSlot.Shuffle) * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
