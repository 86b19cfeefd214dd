using Trainer.Augment.Images;
using Trainer.Core.Data;

namespace Trainer.Tests.Support;

/// <summary>
/// A data set without a file: pixel i of row r is (r + 7·i) modulo 251, and its class is r modulo the class count. Hooks
/// let a test fail or wait in the reader or the parser.
/// </summary>
internal sealed class MemoryDataset(int count, int classes = 3, ImageShape? shape = null) : IImageDataset
{
    public Action? OnOpen { get; init; }

    /// <summary>Hears of each call to read, with the number of rows.</summary>
    public Action<int>? OnReadCall { get; init; }

    public Action<int>? OnRead { get; init; }

    public Action<int>? OnDecode { get; init; }

    /// <summary>The pixels of every row, which then need not be decoded; none by default.</summary>
    public byte[] Kept { get; init; } = [];

    public string Name => "memory";

    public ImageShape Shape { get; } = shape ?? new ImageShape(4, 4, 3);

    public LabelBinarizer Labels { get; } = LabelBinarizer.Fit(Enumerable.Range(0, classes).Select(i => $"class{i}"));

    public int Count => count;

    public static byte PixelOf(int row, int index = 0) => (byte)((row + (7 * index)) % 251);

    public bool SupportsRandomAccess { get; init; } = true;

    public int LabelOf(int row) => row % Labels.Classes.Count;

    public IRecordReader OpenReader()
    {
        OnOpen?.Invoke();
        return new Reader(this);
    }

    public ReadOnlySpan<byte> FindPixels(int row) => Kept;

    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        OnDecode?.Invoke(row);
        record.CopyTo(pixels);
    }

    public void Dispose()
    {
    }

    private sealed class Reader(MemoryDataset dataset) : IRecordReader
    {
        public ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            dataset.OnReadCall?.Invoke(rows.Length);
            foreach (int row in rows.Span)
            {
                dataset.OnRead?.Invoke(row);
                Span<byte> pixels = records.Reserve(dataset.Shape.Length, out int offset);
                for (int i = 0; i < pixels.Length; i++)
                {
                    pixels[i] = PixelOf(row, i);
                }

                records.Add(offset, dataset.Shape.Length, dataset.LabelOf(row));
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
