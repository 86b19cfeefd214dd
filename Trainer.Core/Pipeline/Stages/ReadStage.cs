using System.Collections.Concurrent;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// Reads rows: where they can be read in any order a few at a time, for the workers that parse them; where they cannot, one
/// chunk after another.
/// </summary>
/// <param name="meter">Keeps the figures.</param>
/// <param name="dataset">The images.</param>
/// <param name="fault">Receives the first fault, and carries the shared cancellation.</param>
internal sealed class ReadStage(StageMeter meter, IImageDataset dataset, FaultLatch fault) : PipelineStage(meter, dataset, fault)
{
    private readonly ConcurrentStack<RowReader> _readers = new();

    /// <summary>Takes a reader for one worker, the one used last first; opens one if all are in use.</summary>
    /// <returns>The reader; null if it could not be opened, which then is the pipeline's fault.</returns>
    public RowReader? TryRent()
    {
        if (_readers.TryPop(out RowReader? reader))
        {
            return reader;
        }

        try
        {
            return new RowReader(Dataset.OpenReader());
        }
        catch (Exception e)
        {
            Raise(row: null, e);
            return null;
        }
    }

    /// <summary>Gives a reader back.</summary>
    public void Return(RowReader reader) => _readers.Push(reader);

    /// <summary>Closes the workers' readers, when nobody reads any more.</summary>
    public async Task CloseAsync()
    {
        while (_readers.TryPop(out RowReader? reader))
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Reads a whole chunk: what the block does with it where rows come one after another; does not throw.</summary>
    /// <returns>The chunk, with its rows' records.</returns>
    public async Task<SampleChunk> ReadAsync(SampleChunk chunk)
    {
        if (TryRent() is not { } reader)
        {
            return chunk;
        }

        var part = ChunkPart.Whole(chunk);
        Begin(part);
        try
        {
            await reader.ReadAsync(chunk.Rows, chunk.Records, Stop).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            PointAtUnread(part);
            Raise(chunk.RowInWork, e);
        }

        End(part);
        Return(reader);
        return chunk;
    }

    /// <inheritdoc/>
    protected override void Work(ChunkPart part)
    {
        try
        {
            part.Reader!.Read(part.Chunk.Rows.Slice(part.First, part.Count), Stop);
        }
        catch
        {
            PointAtUnread(part);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override long CountBytes(ChunkPart part) => part.Records.Bytes;

    /// <summary>Several rows are read at once; the one that failed is the first of which there is no record.</summary>
    private static void PointAtUnread(ChunkPart part) =>
        part.Chunk.RowInWork = part.Chunk.Rows.Span[part.First + Math.Min(part.Records.Count, part.Count - 1)];
}
