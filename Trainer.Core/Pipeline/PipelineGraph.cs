using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline.Stages;
using Trainer.Core.Sampling;
using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline;

/// <summary>
/// The graph: the loop that schedules rows, and the stages behind it, whose blocks are linked one to the next:
/// <code>
/// schedule ──▶ read + parse ──▶ augment ──▶ batch ──▶ deliver
/// </code>
/// </summary>
/// <remarks>
/// <para>
/// A row's place in its batch is known when it is scheduled, so the augment stage writes to it directly and the batcher
/// only counts. Blocks keep their messages in order.
/// </para>
/// <para>
/// Each worker that parses reads first, a few rows at a time: their text is parsed while it is in the cache, and a slow
/// disk is asked by several at once. Rows that have to be read one after another are read by the loop that schedules
/// them, which is in their order. Either way reading and parsing are measured as stages of their own.
/// </para>
/// <para>
/// All stages have workers of one group, which may be that of another pipeline too. What a block waits for, room in the
/// next or in the queue of batches, it waits for without a worker.
/// </para>
/// </remarks>
internal sealed class PipelineGraph
{
    private readonly StageContext _context;
    private readonly SampleChunk[] _chunks;
    private readonly RowScheduler _schedule;
    private readonly ReadStage _read;
    private readonly ParseStage _parse;
    private readonly AugmentStage _augment;
    private readonly BatchStage _batch;

    /// <summary>Builds and links the stages; nothing runs yet.</summary>
    /// <param name="dataset">The images.</param>
    /// <param name="generator">Augments them.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="schedule">Which samples make up which batch.</param>
    /// <param name="fault">Receives the first fault, and carries the shared cancellation.</param>
    /// <param name="deliver">Takes a finished slot; ends when there was room for it.</param>
    public PipelineGraph(
        IImageDataset dataset,
        ImageDataGenerator generator,
        InputPipelineOptions options,
        BatchSchedule schedule,
        FaultLatch fault,
        Func<BatchSlot, Task> deliver)
    {
        int budget = options.WorkerBudget ?? int.MaxValue;
        WorkerShare workers = (options.WorkerGroup ?? new WorkerGroup(budget)).Join(budget);
        fault.Token.Register(workers.Close);
        _context = new StageContext(dataset, generator, options, schedule, workers, fault);

        int chunkSize = _context.ChunkSize;
        (int count, BatchesInFlight) = StageBuffers.Count(options, chunkSize);
        _chunks = [.. Enumerable.Range(0, count).Select(_ => new SampleChunk(chunkSize))];
        var free = new BoundedPool<SampleChunk>(_chunks);
        var buffers = new ConcurrentStack<PixelBuffer>(
            _chunks.Select(_ => new PixelBuffer(chunkSize, dataset.Shape, dataset.PixelType)));

        _read = new ReadStage(_context);
        _parse = new ParseStage(_context, _read, buffers);
        _augment = new AugmentStage(_context, buffers);
        _batch = new BatchStage(_context, free, deliver);
        _schedule = new RowScheduler(_context, free, _read, _parse.Block);

        var propagate = new DataflowLinkOptions { PropagateCompletion = true };
        _parse.Block.LinkTo(_augment.Block, propagate);
        _augment.Block.LinkTo(_batch.Block, propagate);
    }

    /// <summary>The most batches that the stages can have begun and not delivered.</summary>
    public int BatchesInFlight { get; }

    /// <summary>Whether the consumer waits for a batch.</summary>
    public bool IsAwaited { get => _context.Workers.IsAwaited; set => _context.Workers.IsAwaited = value; }

    /// <summary>
    /// Runs the stages to the end of the stream, to the first fault or to the cancellation; does not throw.
    /// </summary>
    public async Task RunAsync(BoundedPool<BatchSlot> slots)
    {
        await Task.WhenAll(
            _read.GuardAsync(_schedule.RunAsync(slots, _context.Fault.Token)),
            _parse.GuardAsync(_parse.Block.Completion),
            _augment.GuardAsync(_augment.Block.Completion),
            _batch.GuardAsync(_batch.Block.Completion)).ConfigureAwait(false);
        _context.Workers.Close();
        await _read.GuardAsync(_read.CloseAsync()).ConfigureAwait(false);
    }

    /// <summary>Changes how many workers the stages have, as they finish what they are at.</summary>
    public void SetWorkers(int parse, int augment)
    {
        _parse.Resize(parse);
        _augment.Resize(augment);
        if (_read.IsDoneByParsers)
        {
            _read.Resize(parse);
        }
    }

    /// <summary>The figures so far, in the direction of flow.</summary>
    public IReadOnlyList<StageStatistics> ReadStatistics() =>
        [_read.Meter.Read(), _parse.Meter.Read(), _augment.Meter.Read(), _batch.Meter.Read()];

    /// <summary>The bad rows so far.</summary>
    public IReadOnlyList<SkippedRow> ReadSkippedRows() => _parse.Skipped.Read();

    /// <summary>Counts bad rows of an earlier pipeline.</summary>
    public void RestoreSkippedRows(IEnumerable<SkippedRow> rows) => _parse.Skipped.Restore(rows);

    /// <summary>What the stages' delegates work on at this moment: "augment: memory, row 38".</summary>
    public IReadOnlyList<string> DescribeWork() =>
    [
        .. from chunk in _chunks
           let stage = chunk.StageInWork
           where stage is not null
           select $"{stage}: {_context.Dataset.Name}, row {chunk.RowInWork + 1}",
    ];

    /// <summary>How many chunks wait before and behind each block.</summary>
    public string DescribeQueues() =>
        $"parse {_parse.Block.InputCount}/{_parse.Block.OutputCount}, augment "
        + $"{_augment.Block.InputCount}/{_augment.Block.OutputCount}, "
        + $"batch {_batch.Block.InputCount}"
        + (_context.Workers.IsCrowdedOut ? "; all workers of the group are at work for other pipelines" : string.Empty);

    /// <summary>
    /// Gives up the work that did not end when the pipeline was to: others that share its workers go on without.
    /// </summary>
    /// <returns>That work.</returns>
    public IReadOnlyList<string> Abandon()
    {
        _context.Workers.Abandon();
        return DescribeWork();
    }
}
