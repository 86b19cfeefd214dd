using System.Collections;
using Trainer.Augment.Randomness;

namespace Trainer.Augment.Flows;

/// <summary>
/// Batches of processed images out of an array. Enumerating never ends: epoch follows epoch. Any batch can also be had
/// directly, by any thread.
/// </summary>
/// <remarks>With the same seed the order is that of a pipeline over the same samples with a full shuffle.</remarks>
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
        return MakeBatch(epoch, index);
    }

    /// <inheritdoc/>
    public IEnumerator<ImageBatch> GetEnumerator()
    {
        for (int epoch = 0; ; epoch++)
        {
            for (int index = 0; index < BatchesPerEpoch; index++)
            {
                yield return MakeBatch(epoch, index);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ImageBatch MakeBatch(int epoch, int index)
    {
        FlowOptions options = _samples.Options;
        int start = index * options.BatchSize;
        int[] indices = [.. Enumerable.Range(start, Math.Min(options.BatchSize, Count - start))];
        if (options.Shuffle)
        {
            var order = new IndexPermutation(Count, KeyMixing.Combine(options.Seed, epoch));
            indices = Array.ConvertAll(indices, position => order[position]);
        }

        indices = Array.ConvertAll(indices, position => _samples.First + position);
        int length = _samples.Shape.Length;
        var images = new float[indices.Length * length];
        for (int i = 0; i < indices.Length; i++)
        {
            var key = new SampleKey(options.Seed, epoch, indices[i]);
            _process(indices[i], key, images.AsSpan(i * length, length));
        }

        int[] labels = _samples.Labels.IsEmpty ? [] : [.. indices.Select(i => _samples.Labels.Span[i])];
        return new ImageBatch(images, labels, indices);
    }
}
