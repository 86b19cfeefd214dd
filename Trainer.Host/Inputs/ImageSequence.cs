using Trainer.Core.Data;
using Trainer.Core.Pipeline;

namespace Trainer.Host.Inputs;

/// <summary>Reads a data set's images one after another, outside of any pipeline.</summary>
internal static class ImageSequence
{
    /// <summary>The images of bytes; the pixels of each, H×W×C, are valid until the next is asked for.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="badRows">What to do about rows that are no images.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="skipped">
    /// Receives the rows that were left out; null where a pipeline, which meets the same rows, notes them.
    /// </param>
    public static IEnumerable<(int Row, int Label, ReadOnlyMemory<byte> Pixels)> ReadBytes(
        IImageDataset dataset,
        BadRows badRows,
        CancellationToken cancellation,
        ICollection<SkippedRow>? skipped = null) =>
        Read<byte>(dataset, dataset.Decode, badRows, skipped, cancellation);

    /// <summary>As <see cref="ReadBytes"/>, for images of floats.</summary>
    public static IEnumerable<(int Row, int Label, ReadOnlyMemory<float> Pixels)> ReadFloats(
        IImageDataset dataset,
        BadRows badRows,
        CancellationToken cancellation,
        ICollection<SkippedRow>? skipped = null) =>
        Read<float>(dataset, dataset.Decode, badRows, skipped, cancellation);

    private static IEnumerable<(int Row, int Label, ReadOnlyMemory<T> Pixels)> Read<T>(
        IImageDataset dataset,
        Action<ReadOnlySpan<byte>, int, Span<T>> decode,
        BadRows badRows,
        ICollection<SkippedRow>? skipped,
        CancellationToken cancellation)
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
            catch (DatasetFormatException e) when (badRows == BadRows.Skip)
            {
                skipped?.Add(new SkippedRow(row, e.Message));
                return false;
            }
        }
    }
}
