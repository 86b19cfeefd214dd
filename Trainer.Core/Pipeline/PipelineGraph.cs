using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline.Stages;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>The graph: the loop that schedules rows and the blocks behind it, parse, augment and batch, with their meters.</summary>
/// <remarks>
/// <para>
/// A row's place in its batch is known when it is scheduled, so the augment stage writes to it directly and the batcher
/// only counts. Blocks keep their messages in order.
/// </para>
/// <para>
/// Who reads? Where rows can be read in any order, each worker of the parse block, a few rows at a time: their text is
/// parsed while it is in the cache, and a slow disk is asked by several at once. Where they cannot, a block of its own in
/// front, one chunk after another. Either way reading and parsing are measured as stages of their own.
/// </para>
/// <para>
/// All blocks run on workers of one group, which may be that of another pipeline too. What a block waits for, room in the next or in
/// the queue of batches, it waits for without a worker.
/// </para>
/// </remarks>
internal sealed class PipelineGraph
{
    // The batcher only counts: one chunk in work and one waiting.
    private const int BatchCapacity = 2;

    private const string ParseName = "parse";

    private readonly IImageDataset _dataset;
    private readonly InputPipelineOptions _options;
    private readonly FaultLatch _fault;
    private readonly SampleChunk[] _allChunks;
    private readonly bool _workersRead;
    private readonly WorkerShare _workers;
    private readonly WorkerStage _parseWorkers;
    private readonly WorkerStage _augmentWorkers;
    private readonly ReadStage _read;
    private readonly ParseStage _parse;
    private readonly AugmentStage _augment;
    private readonly BatchStage _batch;
    private readonly TransformBlock<SampleChunk, SampleChunk>? _readBlock;
    private readonly TransformBlock<SampleChunk, SampleChunk> _parseBlock;
    private readonly TransformBlock<SampleChunk, SampleChunk> _augmentBlock;
    private readonly ActionBlock<SampleChunk> _batchBlock;
    private readonly RowScheduler _scheduler;

    /// <summary>Builds and links the blocks; nothing runs yet.</summary>
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
        _dataset = dataset;
        _options = options;
        _fault = fault;
        _workersRead = dataset.SupportsRandomAccess;

        int chunkSize = Math.Min(options.ChunkSize, schedule.MaxBatchSize);
        (int chunks, BatchesInFlight) = StageBuffers.Count(options, chunkSize);
        _allChunks = [.. Enumerable.Range(0, chunks).Select(_ => new SampleChunk(chunkSize))];
        var freeChunks = new BoundedPool<SampleChunk>(_allChunks);
        var buffers = new ConcurrentStack<PixelBuffer>(_allChunks.Select(_ => new PixelBuffer(chunkSize, dataset.Shape, dataset.PixelType)));

        int budget = options.WorkerBudget ?? int.MaxValue;
        _workers = (options.WorkerGroup ?? new WorkerGroup(budget)).Join(budget);
        WorkerStage? reader = _workersRead ? null : _workers.AddStage(1);
        _parseWorkers = _workers.AddStage(options.ParseWorkers);
        _augmentWorkers = _workers.AddStage(options.AugmentWorkers);
        WorkerStage batcher = _workers.AddStage(1);
        fault.Token.Register(_workers.Close);

        // A block is built for as many workers as it can ever have; how many it has is up to the group. An ordered block whose
        // capacity exceeds its parallelism is not held up by one slow chunk.
        int mostParse = options.MostParseWorkers;
        int mostAugment = options.MostAugmentWorkers;
        int parseCapacity = StageBuffers.ChunksPerWorker * mostParse;
        int augmentCapacity = StageBuffers.ChunksPerWorker * mostAugment;

        // Reading is never without input, and so parsing is only while it waits for a read; the batcher's only idle time
        // that is not for want of input is its delivery. The meters ask when all is built, not now.
        StageMeter readMeter = Meter(
            "read", _workersRead ? options.ParseWorkers : 1, () => true, isDivided: _workersRead, pool: _workersRead ? ParseName : null);
        StageMeter parseMeter = Meter(
            ParseName, options.ParseWorkers, _workersRead ? () => !_parse!.IsReading : () => _parseBlock!.OutputCount > 0, isDivided: true, pool: null,
            () => _parseBlock!.InputCount, parseCapacity);
        StageMeter augmentMeter = Meter(
            "augment", options.AugmentWorkers, () => _augmentBlock!.OutputCount > 0, isDivided: true, pool: null,
            () => _augmentBlock!.InputCount, augmentCapacity);
        StageMeter batchMeter = Meter(
            "batch", 1, () => _batch!.IsDelivering, isDivided: false, pool: null, () => _batchBlock!.InputCount, BatchCapacity);

        _read = new ReadStage(readMeter, dataset, fault);
        _parse = new ParseStage(parseMeter, dataset, options, _read, StageBuffers.CountRowsPerRead(dataset.Shape, chunkSize), buffers, fault);
        _augment = new AugmentStage(augmentMeter, dataset, generator, options.Seed, buffers, fault);
        _batch = new BatchStage(batchMeter, dataset, generator, options.Seed, freeChunks, deliver, fault);

        _readBlock = reader is null ? null : new TransformBlock<SampleChunk, SampleChunk>(_read.ReadAsync, Bounded(1, 1, reader));
        _parseBlock = new TransformBlock<SampleChunk, SampleChunk>(
            _workersRead ? _parse.ReadAndParse : _parse.Parse, Bounded(mostParse, parseCapacity, _parseWorkers));
        _augmentBlock = new TransformBlock<SampleChunk, SampleChunk>(
            _augment.Augment, Bounded(mostAugment, augmentCapacity, _augmentWorkers));
        _batchBlock = new ActionBlock<SampleChunk>(_batch.CountAsync, Bounded(1, BatchCapacity, batcher));
        _scheduler = new RowScheduler(options, schedule, freeChunks, _readBlock ?? _parseBlock);

        var propagate = new DataflowLinkOptions { PropagateCompletion = true };
        _readBlock?.LinkTo(_parseBlock, propagate);
        _parseBlock.LinkTo(_augmentBlock, propagate);
        _augmentBlock.LinkTo(_batchBlock, propagate);
    }

    /// <summary>The most batches that the stages can have begun and not delivered.</summary>
    public int BatchesInFlight { get; }

    /// <summary>Whether the consumer waits for a batch.</summary>
    public bool IsAwaited { get => _workers.IsAwaited; set => _workers.IsAwaited = value; }

    /// <summary>Runs the stages to the end of the stream, to the first fault or to the cancellation; does not throw.</summary>
    public async Task RunAsync(BoundedPool<BatchSlot> slots)
    {
        await Task.WhenAll(
            _read.GuardAsync(_scheduler.RunAsync(slots, _fault.Token)),
            _read.GuardAsync(_readBlock?.Completion ?? Task.CompletedTask),
            _parse.GuardAsync(_parseBlock.Completion),
            _augment.GuardAsync(_augmentBlock.Completion),
            _batch.GuardAsync(_batchBlock.Completion)).ConfigureAwait(false);
        _workers.Close();
        await _read.GuardAsync(_read.CloseAsync()).ConfigureAwait(false);
    }

    /// <summary>Changes how many workers the stages have, as they finish what they are at.</summary>
    public void SetWorkers(int parse, int augment)
    {
        _parseWorkers.Workers = parse;
        _augmentWorkers.Workers = augment;
        _parse.Meter.Resize(parse);
        _augment.Meter.Resize(augment);
        if (_workersRead)
        {
            _read.Meter.Resize(parse);
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
        .. from chunk in _allChunks
           let stage = chunk.StageInWork
           where stage is not null
           select $"{stage}: {_dataset.Name}, row {chunk.RowInWork + 1}",
    ];

    /// <summary>How many chunks wait before and behind each block.</summary>
    public string DescribeQueues() =>
        $"parse {_parseBlock.InputCount}/{_parseBlock.OutputCount}, augment {_augmentBlock.InputCount}/{_augmentBlock.OutputCount}, "
        + $"batch {_batchBlock.InputCount}" + (_workers.IsCrowdedOut ? "; all workers of the group are at work for other pipelines" : string.Empty);

    /// <summary>Gives up the work that did not end when the pipeline was to: others that share its workers go on without.</summary>
    /// <returns>That work.</returns>
    public IReadOnlyList<string> Abandon()
    {
        _workers.Abandon();
        return DescribeWork();
    }

    private StageMeter Meter(
        string name, int workers, Func<bool> isBlocked, bool isDivided, string? pool, Func<int>? waiting = null, int capacity = 0) =>
        new(name, workers, isBlocked, waiting, capacity)
        {
            MaxWorkers = isDivided ? InputPipelineOptions.MaxWorkers : 1,
            Pool = pool,
            Pipeline = _options.Name,
            IsOn = _options.IsMeasured,
            IsShown = _options.IsShown,
        };

    private ExecutionDataflowBlockOptions Bounded(int workers, int capacity, WorkerStage scheduler) => new()
    {
        TaskScheduler = scheduler,
        MaxDegreeOfParallelism = workers,
        BoundedCapacity = capacity,
        EnsureOrdered = true,

        // After each chunk the group decides anew who works on what; else a block that is never without input would keep its
        // workers for ever.
        MaxMessagesPerTask = 1,
        CancellationToken = _fault.Token,
    };
}
