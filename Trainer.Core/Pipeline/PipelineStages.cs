using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>The loop that schedules rows and the three blocks behind it: parse, augment, batch.</summary>
/// <remarks>
/// <para>
/// A row's place in its batch is known when it is scheduled, so the augment stage writes to it directly and the batcher
/// only counts. Blocks keep their messages in order.
/// </para>
/// <para>
/// Who reads? Where rows can be read in any order, each worker of the parse block, a few rows at a time: their text is
/// parsed while it is in the cache, and a slow disk is asked by several at once. Where they cannot, the scheduling loop,
/// one chunk after another. Either way reading and parsing are measured as stages of their own.
/// </para>
/// </remarks>
internal sealed class PipelineStages : IDisposable
{
    // So much text stays in the L2 cache between reading and parsing, and so much is worth a call of the system.
    private const int TextBytesPerRead = 128 * 1024;

    // For each worker: one in work, and three that are waiting or done, so that a worker that is held up for a moment does not
    // stop the others, and threads seldom go to sleep only to be woken for the next chunk.
    private const int ChunksPerWorker = 4;

    // The batcher only counts: one chunk in work and one waiting.
    private const int BatchCapacity = 2;

    private const string ParseName = "parse";

    // The longest value of CSV text with its comma: an estimate for other sources.
    private const int TextBytesPerValue = 4;

    private readonly IImageDataset _dataset;
    private readonly ImageDataGenerator _generator;
    private readonly InputPipelineOptions _options;
    private readonly BatchSchedule _schedule;
    private readonly FaultLatch _fault;
    private readonly Func<BatchSlot, Task> _deliver;
    private readonly SampleChunk[] _allChunks;
    private readonly BoundedPool<SampleChunk> _chunks;
    private readonly SkippedRows _skipped;
    private readonly TransformBlock<SampleChunk, SampleChunk> _parse;
    private readonly TransformBlock<SampleChunk, SampleChunk> _augment;
    private readonly ActionBlock<SampleChunk> _batch;
    private readonly WorkerGroup.Stage _parseWorkers;
    private readonly WorkerGroup.Stage _augmentWorkers;
    private readonly bool _workersRead;
    private readonly int _rowsPerRead;
    private readonly ConcurrentStack<RowReader> _readers = new();
    private readonly StageMeter _readMeter;
    private readonly StageMeter _parseMeter;
    private readonly StageMeter _augmentMeter;
    private readonly StageMeter _batchMeter;

    // Made once, for each call would make them anew.
    private readonly Action<ChunkPart> _readRows;
    private readonly Action<ChunkPart> _parseRows;
    private readonly Action<ChunkPart> _augmentRows;
    private readonly Action<ChunkPart> _finishBatch;
    private volatile bool _delivering;
    private int _reading;

    /// <summary>Builds and links the blocks; nothing runs yet.</summary>
    /// <param name="dataset">The images.</param>
    /// <param name="generator">Augments them.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="schedule">Which samples make up which batch.</param>
    /// <param name="fault">Receives the first fault, and carries the shared cancellation.</param>
    /// <param name="deliver">Takes a finished slot; ends when there was room for it.</param>
    public PipelineStages(
        IImageDataset dataset,
        ImageDataGenerator generator,
        InputPipelineOptions options,
        BatchSchedule schedule,
        FaultLatch fault,
        Func<BatchSlot, Task> deliver)
    {
        _dataset = dataset;
        _generator = generator;
        _options = options;
        _schedule = schedule;
        _fault = fault;
        _deliver = deliver;
        _skipped = new SkippedRows(dataset, options.BadRowLimit);

        // Beside those of the workers, one each for the scheduler and the batcher. An ordered block whose capacity exceeds its
        // parallelism is not held up by one slow chunk.
        int chunkSize = Math.Min(options.ChunkSize, schedule.MaxBatchSize);
        int workers = options.MostWorkers;
        (int chunks, BatchesInFlight) = CountBuffers(options, chunkSize);
        _allChunks = [.. Enumerable.Range(0, chunks).Select(_ => new SampleChunk(chunkSize, dataset.Shape, dataset.PixelType))];
        _chunks = new BoundedPool<SampleChunk>(_allChunks);

        _workersRead = dataset.SupportsRandomAccess;
        _rowsPerRead = Math.Clamp(TextBytesPerRead / (dataset.Shape.Length * TextBytesPerValue), 1, chunkSize);
        var group = new WorkerGroup(options.WorkerBudget ?? workers);
        _parseWorkers = group.AddStage(options.ParseWorkers);
        _augmentWorkers = group.AddStage(options.AugmentWorkers);

        // A block is built for as many workers as it can ever have; how many it has is up to the group.
        int mostParse = MostFor(options.ParseWorkers, options.AugmentWorkers);
        int mostAugment = MostFor(options.AugmentWorkers, options.ParseWorkers);
        _parse = new TransformBlock<SampleChunk, SampleChunk>(
            _workersRead ? ReadAndParse : ParseChunk, Bounded(mostParse, ChunksPerWorker * mostParse, _parseWorkers));
        _augment = new TransformBlock<SampleChunk, SampleChunk>(
            AugmentChunk, Bounded(mostAugment, ChunksPerWorker * mostAugment, _augmentWorkers));
        _batch = new ActionBlock<SampleChunk>(CountAsync, Bounded(1, BatchCapacity, TaskScheduler.Default));

        // Reading is never without input, and so parsing is only while it waits for a read; the batcher's only idle time
        // that is not for want of input is its delivery.
        _readMeter = Meter("read", _workersRead ? options.ParseWorkers : 1, () => true, isDivided: _workersRead, pool: _workersRead ? ParseName : null);
        _parseMeter = Meter(
            ParseName, options.ParseWorkers, _workersRead ? () => Volatile.Read(ref _reading) == 0 : () => _parse.OutputCount > 0, isDivided: true, pool: null,
            () => _parse.InputCount, ChunksPerWorker * mostParse);
        _augmentMeter = Meter(
            "augment", options.AugmentWorkers, () => _augment.OutputCount > 0, isDivided: true, pool: null,
            () => _augment.InputCount, ChunksPerWorker * mostAugment);
        _batchMeter = Meter("batch", 1, () => _delivering, isDivided: false, pool: null, () => _batch.InputCount, BatchCapacity);
        _readRows = Read;
        _parseRows = Parse;
        _augmentRows = Augment;
        _finishBatch = FinishIfComplete;

        var propagate = new DataflowLinkOptions { PropagateCompletion = true };
        _parse.LinkTo(_augment, propagate);
        _augment.LinkTo(_batch, propagate);

        // Without room for other splits, a stage has the workers that it has.
        int MostFor(int own, int other) => workers > own + other ? workers - 1 : own;
    }

    /// <summary>The most batches that the stages can have begun and not delivered.</summary>
    public int BatchesInFlight { get; }

    /// <summary>How many chunks there are, and the most batches that they can be parts of.</summary>
    public static (int Chunks, int Batches) CountBuffers(InputPipelineOptions options, int chunkSize)
    {
        int chunks = (ChunksPerWorker * options.MostWorkers) + 2;
        int chunksPerBatch = (options.BatchSize + chunkSize - 1) / chunkSize;
        return (chunks, (chunks / chunksPerBatch) + 2);
    }

    /// <summary>How much text is in memory at the most, estimated by the longest values: by worker, or by chunk.</summary>
    public static long CountTextBytes(IImageDataset dataset, InputPipelineOptions options, int chunkSize, int chunks)
    {
        long row = (long)dataset.Shape.Length * TextBytesPerValue;
        return dataset.SupportsRandomAccess ? options.MostWorkers * Math.Max(row, TextBytesPerRead) : chunks * chunkSize * row;
    }

    /// <summary>Runs the stages to the end of the stream, to the first fault or to the cancellation; does not throw.</summary>
    public async Task RunAsync(BoundedPool<BatchSlot> slots)
    {
        await Task.WhenAll(
            GuardAsync(_readMeter, ScheduleAsync(slots)),
            GuardAsync(_parseMeter, _parse.Completion),
            GuardAsync(_augmentMeter, _augment.Completion),
            GuardAsync(_batchMeter, _batch.Completion)).ConfigureAwait(false);
        await GuardAsync(_readMeter, CloseReadersAsync()).ConfigureAwait(false);
    }

    /// <summary>Changes how many workers the stages have, as they finish what they are at.</summary>
    public void SetWorkers(int parse, int augment)
    {
        _parseWorkers.Workers = parse;
        _augmentWorkers.Workers = augment;
        _parseMeter.Resize(parse);
        _augmentMeter.Resize(augment);
        if (_workersRead)
        {
            _readMeter.Resize(parse);
        }
    }

    /// <summary>The figures so far, in the direction of flow.</summary>
    public IReadOnlyList<StageStatistics> ReadStatistics() =>
        [_readMeter.Read(), _parseMeter.Read(), _augmentMeter.Read(), _batchMeter.Read()];

    /// <summary>The bad rows so far.</summary>
    public IReadOnlyList<SkippedRow> ReadSkippedRows() => _skipped.Read();

    /// <summary>Counts bad rows of an earlier pipeline.</summary>
    public void RestoreSkippedRows(IEnumerable<SkippedRow> rows) => _skipped.Restore(rows);

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
        $"parse {_parse.InputCount}/{_parse.OutputCount}, augment {_augment.InputCount}/{_augment.OutputCount}, batch {_batch.InputCount}";

    /// <inheritdoc/>
    public void Dispose() => _chunks.Dispose();

    private StageMeter Meter(
        string name, int workers, Func<bool> isBlocked, bool isDivided, string? pool, Func<int>? waiting = null, int capacity = 0) =>
        new(name, workers, isBlocked, waiting, capacity)
        {
            MaxWorkers = isDivided ? InputPipelineOptions.MaxWorkers : 1,
            Pool = pool,
            Pipeline = _options.Name,
            IsOn = _options.IsMeasured,
        };

    private ExecutionDataflowBlockOptions Bounded(int workers, int capacity, TaskScheduler scheduler) => new()
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

    /// <summary>Schedules rows in the order of the stream and sends them off, read already if they cannot be read in any order.</summary>
    private async Task ScheduleAsync(BoundedPool<BatchSlot> slots)
    {
        if (_workersRead)
        {
            await ScheduleAsync(null, slots, _fault.Token).ConfigureAwait(false);
        }
        else
        {
            IRecordReader reader = _dataset.OpenReader();
            await using (reader.ConfigureAwait(false))
            {
                await ScheduleAsync(reader, slots, _fault.Token).ConfigureAwait(false);
            }
        }

        _parse.Complete();
    }

    private async Task ScheduleAsync(IRecordReader? reader, BoundedPool<BatchSlot> slots, CancellationToken stop)
    {
        PipelinePosition position = _options.Start;
        while (_options.Epochs is not { } epochs || position.Epoch < epochs)
        {
            BatchSlot slot = await slots.RentAsync(stop).ConfigureAwait(false);
            slot.Begin(position, _schedule.BatchSizeAt(position.Step));
            for (int offset = 0; offset < slot.Count; offset += _options.ChunkSize)
            {
                SampleChunk chunk = await _chunks.RentAsync(stop).ConfigureAwait(false);
                chunk.Assign(slot, offset, Math.Min(_options.ChunkSize, slot.Count - offset), _schedule);
                if (reader is not null)
                {
                    await ReadChunkAsync(reader, chunk).ConfigureAwait(false);
                }

                if (!await _parse.SendAsync(chunk, stop).ConfigureAwait(false))
                {
                    // A block refuses only when it has ended, which only the cancellation brings about.
                    return;
                }
            }

            position = position.Step + 1 < _schedule.StepsPerEpoch
                ? position with { Step = position.Step + 1 }
                : new PipelinePosition(position.Epoch + 1, 0);
        }
    }

    private void Read(ChunkPart part) => part.Reader!.Read(part.Chunk.Rows.Slice(part.First, part.Count), _fault.Token);

    /// <summary>Reads and parses a chunk, a few rows at a time.</summary>
    private SampleChunk ReadAndParse(SampleChunk chunk)
    {
        if (TryGetReader(chunk) is not { } reader)
        {
            return chunk;
        }

        _parseMeter.Observe();
        bool good = true;
        for (int first = 0; good && first < chunk.Count; first += _rowsPerRead)
        {
            var part = new ChunkPart(chunk, first, Math.Min(_rowsPerRead, chunk.Count - first), reader);
            Interlocked.Increment(ref _reading);
            good = Work(_readMeter, part, _readRows);
            _parseMeter.Observe();
            Interlocked.Decrement(ref _reading);
            good = good && Work(_parseMeter, part, _parseRows);
        }

        _readers.Push(reader);
        return chunk;
    }

    private RowReader? TryGetReader(SampleChunk chunk)
    {
        if (_readers.TryPop(out RowReader? reader))
        {
            return reader;
        }

        try
        {
            return new RowReader(_dataset.OpenReader());
        }
        catch (Exception e)
        {
            Raise(_readMeter, chunk, e);
            return null;
        }
    }

    private SampleChunk ParseChunk(SampleChunk chunk)
    {
        Work(_parseMeter, ChunkPart.Whole(chunk), _parseRows);
        return chunk;
    }

    private SampleChunk AugmentChunk(SampleChunk chunk)
    {
        Work(_augmentMeter, ChunkPart.Whole(chunk), _augmentRows);
        return chunk;
    }

    private void Parse(ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        for (int i = 0; i < part.Count; i++)
        {
            int index = part.First + i;
            int position = chunk.Offset + index;
            chunk.RowInWork = chunk.Rows.Span[index];
            chunk.Slot.Rows[position] = chunk.RowInWork;
            chunk.Slot.Labels[position] = part.Records.LabelAt(i);
            try
            {
                Decode(chunk, index, part.Records[i]);
            }
            catch (DatasetFormatException e) when (_options.BadRows == BadRows.Skip)
            {
                _parseMeter.Fail();
                _skipped.Add(chunk.RowInWork, e);
                chunk.Slot.MarkMissing(position);
            }
        }
    }

    private void Decode(SampleChunk chunk, int index, ReadOnlySpan<byte> record)
    {
        if (_dataset.PixelType == PixelType.UInt8)
        {
            _dataset.Decode(record, chunk.RowInWork, chunk.PixelsAt(index));
        }
        else
        {
            _dataset.Decode(record, chunk.RowInWork, chunk.Interleaved);
            chunk.KeepInterleaved(index);
        }

        if (chunk.Slot.ExtraCount > 0)
        {
            _dataset.DecodeExtras(record, chunk.RowInWork, chunk.Slot.ExtrasAt(chunk.Offset + index));
        }
    }

    private void Augment(ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        for (int i = 0; i < chunk.Count; i++)
        {
            int row = chunk.Rows.Span[i];
            chunk.RowInWork = row;
            int position = chunk.Offset + i;
            if (chunk.Slot.IsMissing(position))
            {
                continue;
            }

            var key = new SampleKey(_options.Seed, chunk.PassAt(i), row);
            Span<float> image = chunk.Slot.ImageAt(position);
            if (_dataset.PixelType == PixelType.UInt8)
            {
                _generator.Process(chunk.PixelsAt(i), _dataset.Shape, key, image, DataFormat.ChannelsFirst);
            }
            else
            {
                _generator.Process(chunk.FloatPixelsAt(i), _dataset.Shape, key, image, DataFormat.ChannelsFirst);
            }
        }
    }

    /// <summary>What is left to do when the last sample of a batch is there.</summary>
    private void FinishIfComplete(ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        if (!chunk.IsLastOfBatch)
        {
            return;
        }

        BatchSlot slot = chunk.Slot;
        slot.Compact();
        if (_generator.MixesBatches && slot.Count > 0)
        {
            slot.WriteOneHotLabels();
            _generator.MixBatch(
                slot.Images,
                slot.Shape,
                slot.SoftLabels.AsSpan(0, slot.Count * slot.SoftClasses),
                slot.SoftClasses,
                new SampleKey(_options.Seed, slot.Position.Epoch, slot.Position.Step),
                DataFormat.ChannelsFirst);
        }
    }

    private async Task CountAsync(SampleChunk chunk)
    {
        BatchSlot? finished = chunk.IsLastOfBatch ? chunk.Slot : null;
        Work(_batchMeter, ChunkPart.Whole(chunk), _finishBatch);
        _chunks.Return(chunk);
        if (finished is not null)
        {
            _delivering = true;
            try
            {
                await _deliver(finished).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_fault.Token.IsCancellationRequested)
            {
                // The pipeline is ending; the slot stays with it.
            }

            _batchMeter.Observe();
            _delivering = false;
        }
    }

    /// <summary>Reads a whole chunk, where rows come one after another.</summary>
    private async ValueTask ReadChunkAsync(IRecordReader reader, SampleChunk chunk)
    {
        var part = ChunkPart.Whole(chunk);
        BeginWork(_readMeter, part);
        try
        {
            chunk.Records.Clear();
            await reader.ReadAsync(chunk.Rows, chunk.Records, _fault.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Raise(_readMeter, chunk, e);
        }

        EndWork(_readMeter, part);
    }

    /// <summary>
    /// Runs one stage's work on a part of a chunk. Whatever it throws becomes the pipeline's fault, also an
    /// <see cref="OperationCanceledException"/>: thrown out of a block's delegate, that one would drop the chunk silently.
    /// </summary>
    /// <returns>Whether it succeeded.</returns>
    private bool Work(StageMeter meter, ChunkPart part, Action<ChunkPart> work)
    {
        bool good = true;
        BeginWork(meter, part);
        try
        {
            work(part);
        }
        catch (Exception e)
        {
            good = false;
            Raise(meter, part.Chunk, e);
        }

        EndWork(meter, part);
        return good;
    }

    private static void BeginWork(StageMeter meter, ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        chunk.WorkStarted = meter.Begin();
        chunk.Span = meter.StartSpan(chunk.Slot.Position, part.Count);
        chunk.RowInWork = chunk.Rows.Span[part.First];
        chunk.StageInWork = meter.Name;
    }

    private void EndWork(StageMeter meter, ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        chunk.StageInWork = null;
        chunk.Span?.Dispose();
        meter.End(chunk.WorkStarted, part.Count, OutputBytes(meter, part));
    }

    private long OutputBytes(StageMeter meter, ChunkPart part) => meter == _readMeter
        ? part.Records.Bytes
        : part.Count * (meter == _parseMeter ? part.Chunk.PixelBytes : part.Chunk.ImageBytes);

    private async Task CloseReadersAsync()
    {
        while (_readers.TryPop(out RowReader? reader))
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes an exception the pipeline's fault; but not when the pipeline is ending, which a reader may answer with one.</summary>
    private void Raise(StageMeter meter, SampleChunk chunk, Exception e)
    {
        if (!_fault.Token.IsCancellationRequested)
        {
            meter.Fail();
            _fault.Raise(e is DatasetFormatException
                ? e
                : new PipelineStageException(meter.Name, _dataset.Name, chunk.RowInWork, e));
        }
    }

    private async Task GuardAsync(StageMeter meter, Task stage)
    {
        try
        {
            await stage.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_fault.Token.IsCancellationRequested)
        {
            // How every stage ends after a fault or a disposal.
        }
        catch (Exception e)
        {
            _fault.Raise(new PipelineStageException(meter.Name, _dataset.Name, null, e));
        }
    }
}
