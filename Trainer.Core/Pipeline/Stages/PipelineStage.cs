using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// A stage: its own work on the samples of a chunk, and what is the same at every stage. The work is measured and traced, it
/// can be seen from outside what is in work, and what goes wrong is kept.
/// </summary>
/// <remarks>
/// Whatever the work throws becomes the pipeline's fault, also an <see cref="OperationCanceledException"/>: thrown out of a
/// block's delegate, that one would drop the chunk silently.
/// </remarks>
/// <param name="meter">Keeps the figures, and has the stage's name.</param>
/// <param name="dataset">The images.</param>
/// <param name="fault">Receives the first fault, and carries the shared cancellation.</param>
internal abstract class PipelineStage(StageMeter meter, IImageDataset dataset, FaultLatch fault)
{
    /// <summary>The figures.</summary>
    public StageMeter Meter { get; } = meter;

    /// <summary>The images.</summary>
    protected IImageDataset Dataset { get; } = dataset;

    /// <summary>Bytes of an image in its batch.</summary>
    protected long ImageBytes => (long)Dataset.Shape.Length * sizeof(float);

    /// <summary>Cancelled when the pipeline is to end, after a fault or by its disposal.</summary>
    protected CancellationToken Stop => fault.Token;

    /// <summary>Works on a whole chunk: what a block does with its message.</summary>
    /// <returns>The chunk.</returns>
    public SampleChunk Process(SampleChunk chunk)
    {
        Run(ChunkPart.Whole(chunk));
        return chunk;
    }

    /// <summary>Works on a part of a chunk; does not throw.</summary>
    /// <returns>Whether the work succeeded.</returns>
    public bool Run(ChunkPart part)
    {
        bool good = true;
        Begin(part);
        try
        {
            Work(part);
        }
        catch (Exception e)
        {
            good = false;
            Raise(part.Chunk.RowInWork, e);
        }

        End(part);
        return good;
    }

    /// <summary>Waits for what the stage runs on, such as its block, to end, however it ends; does not throw.</summary>
    public async Task GuardAsync(Task running)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
            // How every stage ends after a fault or a disposal.
        }
        catch (Exception e)
        {
            fault.Raise(new PipelineStageException(Meter.Name, Dataset.Name, null, e));
        }
    }

    /// <summary>The stage's own work.</summary>
    protected abstract void Work(ChunkPart part);

    /// <summary>How many bytes came of the work on a part.</summary>
    protected abstract long CountBytes(ChunkPart part);

    /// <summary>Books that work on a part begins.</summary>
    protected void Begin(ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        chunk.WorkStarted = Meter.Begin();
        chunk.Span = Meter.StartSpan(chunk.Slot.Position, part.Count);
        chunk.RowInWork = chunk.Rows.Span[part.First];
        chunk.StageInWork = Meter.Name;
    }

    /// <summary>Books that it has ended.</summary>
    protected void End(ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        chunk.StageInWork = null;
        chunk.Span?.Dispose();
        Meter.End(chunk.WorkStarted, part.Count, CountBytes(part));
    }

    /// <summary>Makes an exception the pipeline's fault; but not when the pipeline is ending, which a reader may answer with one.</summary>
    /// <param name="row">The row in work, from 0; null if it was none.</param>
    /// <param name="e">The exception.</param>
    protected void Raise(int? row, Exception e)
    {
        if (!Stop.IsCancellationRequested)
        {
            Meter.Fail();
            fault.Raise(e is DatasetFormatException
                ? e
                : new PipelineStageException(Meter.Name, Dataset.Name, row, e));
        }
    }
}
