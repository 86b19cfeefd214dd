using Trainer.Augment.Images;
using Trainer.Core.Data;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>
/// Single pixels, of which any stage can be made to stop or to fail at any moment: pixel and label of row r are r modulo 251
/// and r modulo 3.
/// </summary>
internal sealed class FaultyDataset(int count) : IImageDataset
{
    private volatile Exception? _readFault;
    private volatile Exception? _decodeFault;

    /// <summary>Closed, no row gets through the parser.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public int FaultyRow { get; init; } = -1;

    public string Name => "faulty";

    public ImageShape Shape { get; } = new(1, 1, 1);

    public LabelBinarizer Labels { get; } = LabelBinarizer.Fit(["0", "1", "2"]);

    public int Count => count;

    public bool SupportsRandomAccess => true;

    public void FailReads(Exception fault) => _readFault = fault;

    public void FailDecodes(Exception fault) => _decodeFault = fault;

    public IRecordReader OpenReader() => new Reader(this);

    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        Gate.Wait();
        Throw(_decodeFault, row);
        pixels[0] = (byte)(row % 251);
    }

    public void Dispose() => Gate.Set();

    private void Throw(Exception? fault, int row)
    {
        if (fault is not null && (FaultyRow < 0 || FaultyRow == row))
        {
            throw fault;
        }
    }

    private sealed class Reader(FaultyDataset dataset) : IRecordReader
    {
        public ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            foreach (int row in rows.Span)
            {
                dataset.Throw(dataset._readFault, row);
                records.Reserve(1, out int offset);
                records.Add(offset, 1, row % 3);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
