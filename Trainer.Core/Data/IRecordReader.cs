namespace Trainer.Core.Data;

/// <summary>Reads the encoded samples of a data set, for one pipeline or one of its workers.</summary>
/// <remarks>
/// For one call at a time. Where rows can be read in any order, each worker that parses has a reader, and waits with
/// it; else the pipeline has one.
/// </remarks>
public interface IRecordReader : IAsyncDisposable
{
    /// <summary>Reads some rows, in the order asked for, and adds a record per row to what the buffer holds.</summary>
    /// <param name="rows">Row numbers, each from 0 to below <see cref="IImageDataset.Count"/>.</param>
    /// <param name="records">Receives the records, each with its label.</param>
    /// <param name="cancellation">Ends a wait for the source.</param>
    /// <exception cref="DatasetFormatException">The source is not what it was when the data set was opened.</exception>
    /// <exception cref="IOException">The source cannot be read.</exception>
    ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation);
}
