using System.Threading.Tasks.Dataflow;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>The reader's loop and the three blocks behind it: parse, augment, batch.</summary>
/// <remarks>
/// A row's place in its batch is known when it is scheduled, so the augment stage writes to it directly and the batcher
/// only counts. Blocks keep their messages in order.
/// </remarks>
internal sealed class PipelineStages : IDisposable
{
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
    private readonly StageMeter _readMeter;
    private readonly StageMeter _parseMeter;
    private readonly StageMeter _augmentMeter;
    private readonly StageMeter _batchMeter;
    private volatile bool _delivering;

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

        // Each worker with one chunk in work and one waiting, and one each for the reader and the batcher. An ordered
        // block whose capacity exceeds its parallelism is not held up by one slow chunk.
        int chunkSize = Math.Min(options.ChunkSize, schedule.MaxBatchSize);
        int chunks = (2 * (options.ParseWorkers + options.AugmentWorkers)) + 2;
        _allChunks = [.. Enumerable.Range(0, chunks).Select(_ => new SampleChunk(chunkSize, dataset.Shape, dataset.PixelType))];
        _chunks = new BoundedPool<SampleChunk>(_allChunks);
        int chunksPerBatch = (schedule.BatchSize + chunkSize - 1) / chunkSize;
        BatchesInFlight = (chunks / chunksPerBatch) + 2;

        _parse = new TransformBlock<SampleChunk, SampleChunk>(ParseChunk, Bounded(options.ParseWorkers));
        _augment = new TransformBlock<SampleChunk, SampleChunk>(AugmentChunk, Bounded(options.AugmentWorkers));
        _batch = new ActionBlock<SampleChunk>(CountAsync, Bounded(1));
        // The reader is never without input; the batcher's only idle time that is not for want of input is its delivery.
        _readMeter = Meter("read", 1, () => true);
        _parseMeter = Meter("parse", options.ParseWorkers, () => _parse.OutputCount > 0, () => _parse.InputCount, InputPipelineOptions.MaxWorkers);
        _augmentMeter = Meter("augment", options.AugmentWorkers, () => _augment.OutputCount > 0, () => _augment.InputCount, InputPipelineOptions.MaxWorkers);
        _batchMeter = Meter("batch", 1, () => _delivering, () => _batch.InputCount);

        var propagate = new DataflowLinkOptions { PropagateCompletion = true };
        _parse.LinkTo(_augment, propagate);
        _augment.LinkTo(_batch, propagate);
    }

    /// <summary>The most batches that the stages can have begun and not delivered.</summary>
    public int BatchesInFlight { get; }

    /// <summary>Runs the stages to the end of the stream, to the first fault or to the cancellation; does not throw.</summary>
    public async Task RunAsync(BoundedPool<BatchSlot> slots)
    {
        await Task.WhenAll(
            GuardAsync(_readMeter, ReadAsync(slots)),
            GuardAsync(_parseMeter, _parse.Completion),
            GuardAsync(_augmentMeter, _augment.Completion),
            GuardAsync(_batchMeter, _batch.Completion)).ConfigureAwait(false);
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

    /// <summary>How many chunks a block may hold.</summary>
    private static int Capacity(int workers) => 2 * workers;

    private StageMeter Meter(string name, int workers, Func<bool> isBlocked, Func<int>? waiting = null, int maxWorkers = 1) =>
        new(name, workers, isBlocked, waiting, waiting is null ? 0 : Capacity(workers))
        {
            MaxWorkers = maxWorkers,
            Pipeline = _options.Name,
            IsOn = _options.IsMeasured,
        };

    private ExecutionDataflowBlockOptions Bounded(int workers) => new()
    {
        MaxDegreeOfParallelism = workers,
        BoundedCapacity = Capacity(workers),
        EnsureOrdered = true,
        CancellationToken = _fault.Token,
    };

    /// <summary>Schedules rows in the order of the stream, reads their records and sends them off.</summary>
    private async Task ReadAsync(BoundedPool<BatchSlot> slots)
    {
        IRecordReader reader = _dataset.OpenReader();
        await using (reader.ConfigureAwait(false))
        {
            await ReadStreamAsync(reader, slots, _fault.Token).ConfigureAwait(false);
        }

        _parse.Complete();
    }

    private async Task ReadStreamAsync(IRecordReader reader, BoundedPool<BatchSlot> slots, CancellationToken stop)
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
                await ReadChunkAsync(reader, chunk, stop).ConfigureAwait(false);
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

    private SampleChunk ParseChunk(SampleChunk chunk) => Work(_parseMeter, chunk, Parse);

    private SampleChunk AugmentChunk(SampleChunk chunk) => Work(_augmentMeter, chunk, Augment);

    private void Parse(SampleChunk chunk)
    {
        for (int i = 0; i < chunk.Count; i++)
        {
            chunk.RowInWork = chunk.Rows.Span[i];
            try
            {
                Decode(chunk, i);
            }
            catch (DatasetFormatException e) when (_options.BadRows == BadRows.Skip)
            {
                _parseMeter.Fail();
                _skipped.Add(chunk.RowInWork, e);
                chunk.Slot.MarkMissing(chunk.Offset + i);
            }
        }
    }

    private void Decode(SampleChunk chunk, int index)
    {
        ReadOnlySpan<byte> record = chunk.Records[index];
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

    private void Augment(SampleChunk chunk)
    {
        for (int i = 0; i < chunk.Count; i++)
        {
            int row = chunk.Rows.Span[i];
            chunk.RowInWork = row;
            int position = chunk.Offset + i;
            if (chunk.Slot.IsMissing(position))
            {
                continue;
            }

            chunk.Slot.Rows[position] = row;
            chunk.Slot.Labels[position] = chunk.Records.LabelAt(i);
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
    private void FinishIfComplete(SampleChunk chunk)
    {
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
        Work(_batchMeter, chunk, FinishIfComplete);
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

    private async ValueTask ReadChunkAsync(IRecordReader reader, SampleChunk chunk, CancellationToken stop)
    {
        BeginWork(_readMeter, chunk);
        try
        {
            chunk.Records.Clear();
            await reader.ReadAsync(chunk.Rows, chunk.Records, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            Raise(_readMeter, chunk, e);
        }

        EndWork(_readMeter, chunk);
    }

    /// <summary>
    /// Runs one stage's work on a chunk. Whatever it throws becomes the pipeline's fault, also an
    /// <see cref="OperationCanceledException"/>: thrown out of a block's delegate, that one would drop the chunk silently.
    /// </summary>
    private SampleChunk Work(StageMeter meter, SampleChunk chunk, Action<SampleChunk> work)
    {
        BeginWork(meter, chunk);
        try
        {
            work(chunk);
        }
        catch (Exception e)
        {
            Raise(meter, chunk, e);
        }

        EndWork(meter, chunk);
        return chunk;
    }

    private static void BeginWork(StageMeter meter, SampleChunk chunk)
    {
        chunk.WorkStarted = meter.Begin();
        chunk.Span = meter.StartSpan(chunk.Slot.Position, chunk.Count);
        chunk.RowInWork = chunk.Rows.Span[0];
        chunk.StageInWork = meter.Name;
    }

    private void EndWork(StageMeter meter, SampleChunk chunk)
    {
        chunk.StageInWork = null;
        chunk.Span?.Dispose();
        meter.End(chunk.WorkStarted, chunk.Count, OutputBytes(meter, chunk));
    }

    private long OutputBytes(StageMeter meter, SampleChunk chunk) =>
        meter == _readMeter ? chunk.Records.Bytes : meter == _parseMeter ? chunk.PixelBytes : chunk.ImageBytes;

    private void Raise(StageMeter meter, SampleChunk chunk, Exception e)
    {
        meter.Fail();
        _fault.Raise(e is DatasetFormatException ? e : new PipelineStageException(meter.Name, _dataset.Name, chunk.RowInWork, e));
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
