using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>What a worker reads rows with: a reader, and a buffer for the records of a few rows. For one worker at a time.</summary>
internal sealed class RowReader(IRecordReader reader) : IAsyncDisposable
{
    /// <summary>The records of the last rows read.</summary>
    public RecordBuffer Records { get; } = new();

    /// <summary>Reads rows in place of those before. A reader that waits makes its worker wait.</summary>
    /// <inheritdoc cref="IRecordReader.ReadAsync"/>
    public void Read(ReadOnlyMemory<int> rows, CancellationToken cancellation)
    {
        Records.Clear();
        ValueTask reading = reader.ReadAsync(rows, Records, cancellation);
        if (reading.IsCompleted)
        {
            reading.GetAwaiter().GetResult();
        }
        else
        {
            reading.AsTask().GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
