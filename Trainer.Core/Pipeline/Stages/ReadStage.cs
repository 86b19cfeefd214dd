using System.Collections.Concurrent;
using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// Reads rows: where they can be read in any order a few at a time, for the workers that parse them; where they cannot,
/// before the chunk is sent off.
/// </summary>
/// <param name="context">What it has in common with the others.</param>
internal sealed class ReadStage(StageContext context) : PipelineStage(
    context,
    StageNames.Read,
    context.Dataset.SupportsRandomAccess ? context.Options.ParseWorkers : 1,
    context.Dataset.SupportsRandomAccess ? InputPipelineOptions.MaxWorkers : 1,
    pool: context.Dataset.SupportsRandomAccess ? StageNames.Parse : null)
{
    private readonly ConcurrentStack<RowReader> _readers = new();

    /// <summary>Whether the workers that parse read as well, each for itself.</summary>
    public bool IsDoneByParsers => Dataset.SupportsRandomAccess;

    /// <summary>There is always something to read.</summary>
    protected override bool IsBlocked => true;

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

    /// <summary>
    /// Reads a whole chunk where rows come one after another, as the chunks do that are asked for; elsewhere it does
    /// nothing. Does not throw. A reader that waits makes no worker wait.
    /// </summary>
    public Task PrepareAsync(SampleChunk chunk) => IsDoneByParsers
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => ReadAsync(chunk), CancellationToken.None, TaskCreationOptions.None, Workers)
            .Unwrap();

    private async Task ReadAsync(SampleChunk chunk)
    {
        if (TryRent() is not { } reader)
        {
            return;
        }

        var part = ChunkPart.Whole(chunk);
        Begin(part);
        try
        {
            await reader.ReadAsync(chunk.Rows, chunk.Records, Stop).ConfigureAwait(false);
            chunk.IsRead = true;
        }
        catch (Exception e)
        {
            PointAtUnread(part);
            Raise(chunk.RowInWork, e);
        }

        End(part);
        Return(reader);
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
