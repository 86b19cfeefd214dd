using System.Threading.Tasks.Dataflow;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// A stage: its name, its workers, its meter, and its own work on the samples of a chunk. The work is measured and
/// traced, it can be seen from outside what is in work, and what goes wrong is kept.
/// </summary>
/// <remarks>
/// Whatever the work throws becomes the pipeline's fault, also an <see cref="OperationCanceledException"/>: thrown out
/// of a block's delegate, that one would drop the chunk silently.
/// </remarks>
internal abstract class PipelineStage
{
    private readonly StageWorkers? _workers;

    /// <summary>Makes a stage.</summary>
    /// <param name="context">What it has in common with the others.</param>
    /// <param name="name">Its name.</param>
    /// <param name="workers">Its workers at the beginning.</param>
    /// <param name="maxWorkers">The most workers that it can ever have.</param>
    /// <param name="capacity">The most chunks that can wait for it, with those in work; 0 if none ever does.</param>
    /// <param name="pool">The stage whose workers do its work; null for workers of its own.</param>
    protected PipelineStage(
        StageContext context, string name, int workers, int maxWorkers = 1, int capacity = 0, string? pool = null)
    {
        Context = context;
        _workers = pool is null ? context.Workers.AddStage(workers) : null;
        Meter = new StageMeter(name, workers, () => IsBlocked, capacity > 0 ? () => Waiting : null, capacity)
        {
            MaxWorkers = maxWorkers,
            Pool = pool,
            Pipeline = context.Options.Name,
            IsOn = context.Options.IsMeasured,
            IsShown = context.Options.IsShown,
        };
    }

    /// <summary>The figures.</summary>
    public StageMeter Meter { get; }

    /// <summary>Whether idle workers are so for want of room behind them, and not of work.</summary>
    protected abstract bool IsBlocked { get; }

    /// <summary>How many chunks wait for the stage.</summary>
    protected virtual int Waiting => 0;

    /// <summary>What the stage has in common with the others.</summary>
    protected StageContext Context { get; }

    /// <summary>The images.</summary>
    protected IImageDataset Dataset => Context.Dataset;

    /// <summary>Bytes of an image in its batch.</summary>
    protected long ImageBytes => (long)Dataset.Shape.Length * sizeof(float);

    /// <summary>Cancelled when the pipeline is to end, after a fault or by its disposal.</summary>
    protected CancellationToken Stop => Context.Fault.Token;

    /// <summary>Who works for the stage.</summary>
    protected StageWorkers Workers =>
        _workers ?? throw new InvalidOperationException("Another stage's workers do this one's work.");

    /// <summary>Changes how many workers the stage has, as they finish what they are at.</summary>
    public void Resize(int workers)
    {
        if (_workers is not null)
        {
            _workers.Workers = workers;
        }

        Meter.Resize(workers);
    }

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
            Context.Fault.Raise(new PipelineStageException(Meter.Name, Dataset.Name, null, e));
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

    /// <summary>
    /// Makes an exception the pipeline's fault; but not when the pipeline is ending, which a reader may answer with
    /// one.
    /// </summary>
    /// <param name="row">The row in work, from 0; null if it was none.</param>
    /// <param name="e">The exception.</param>
    protected void Raise(int? row, Exception e)
    {
        if (!Stop.IsCancellationRequested)
        {
            Meter.Fail();
            Context.Fault.Raise(e is DatasetFormatException
                ? e
                : new PipelineStageException(Meter.Name, Dataset.Name, row, e));
        }
    }

    /// <summary>
    /// How the stage's block runs. One whose capacity exceeds its parallelism is not held up by one slow chunk.
    /// </summary>
    /// <param name="workers">The most workers that it can ever have.</param>
    /// <param name="capacity">The most chunks that are in it.</param>
    protected ExecutionDataflowBlockOptions BlockOptions(int workers, int capacity) => new()
    {
        TaskScheduler = Workers,
        MaxDegreeOfParallelism = workers,
        BoundedCapacity = capacity,
        EnsureOrdered = true,

        // After each chunk the group decides anew who works on what; else a block that is never without input would
        // keep its workers for ever.
        MaxMessagesPerTask = 1,
        CancellationToken = Stop,
    };
}
