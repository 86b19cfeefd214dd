using Trainer.Core.Data;

namespace Trainer.Host.Runs;

/// <summary>Reads a data set's images one after another, outside of any pipeline.</summary>
internal static class ImageSequence
{
    /// <summary>The images of bytes; the pixels of each, H×W×C, are valid until the next is asked for.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="badRows">What to do about rows that are no images.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static IEnumerable<(int Row, int Label, ReadOnlyMemory<byte> Pixels)> ReadBytes(
        IImageDataset dataset, BadRows badRows, CancellationToken cancellation) => Read<byte>(dataset, dataset.Decode, badRows, cancellation);

    /// <summary>As <see cref="ReadBytes"/>, for images of floats.</summary>
    public static IEnumerable<(int Row, int Label, ReadOnlyMemory<float> Pixels)> ReadFloats(
        IImageDataset dataset, BadRows badRows, CancellationToken cancellation) => Read<float>(dataset, dataset.Decode, badRows, cancellation);

    private static IEnumerable<(int Row, int Label, ReadOnlyMemory<T> Pixels)> Read<T>(
        IImageDataset dataset, Action<ReadOnlySpan<byte>, int, Span<T>> decode, BadRows badRows, CancellationToken cancellation)
    {
        var records = new RecordBuffer();
        var pixels = new T[dataset.Shape.Length];
        IRecordReader reader = dataset.OpenReader();
        try
        {
            for (int row = 0; row < dataset.Count; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                records.Clear();
                reader.ReadAsync(new[] { row }, records, cancellation).AsTask().GetAwaiter().GetResult();
                if (TryDecode(row))
                {
                    yield return (row, records.LabelAt(0), pixels);
                }
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        bool TryDecode(int row)
        {
            try
            {
                decode(records[0], row, pixels);
                return true;
            }
            catch (DatasetFormatException) when (badRows == BadRows.Skip)
            {
                // The pipeline, which meets the same row, notes it.
                return false;
            }
        }
    }
}
