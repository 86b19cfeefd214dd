using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// What a worker reads rows with: a reader, and a buffer for the records of a few rows. For one worker at a time.
/// </summary>
internal sealed class RowReader(IRecordReader reader) : IAsyncDisposable
{
    /// <summary>The records of the last rows read.</summary>
    public RecordBuffer Records { get; } = new();

    /// <summary>Reads rows in place of those before. A reader that waits makes its worker wait.</summary>
    /// <inheritdoc cref="IRecordReader.ReadAsync"/>
    public void Read(ReadOnlyMemory<int> rows, CancellationToken cancellation)
    {
        ValueTask reading = ReadAsync(rows, Records, cancellation);
        if (reading.IsCompleted)
        {
            reading.GetAwaiter().GetResult();
        }
        else
        {
            reading.AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Reads rows in place of those that a buffer holds. A reader that waits makes nobody wait.</summary>
    /// <inheritdoc cref="IRecordReader.ReadAsync"/>
    public ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
    {
        records.Clear();
        return reader.ReadAsync(rows, records, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
