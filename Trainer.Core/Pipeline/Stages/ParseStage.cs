using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
using Trainer.Core.Data;
using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>Parses records: pixels into the chunk, label, row number and further values into the batch.</summary>
internal sealed class ParseStage : PipelineStage
{
    private readonly ReadStage _read;
    private readonly ConcurrentStack<PixelBuffer> _buffers;
    private readonly int _rowsPerRead;
    private int _reading;

    /// <summary>Makes the stage.</summary>
    /// <param name="context">What it has in common with the others.</param>
    /// <param name="read">Reads the rows that a chunk does not bring.</param>
    /// <param name="buffers">Has a buffer for each chunk that is on its way.</param>
    public ParseStage(StageContext context, ReadStage read, ConcurrentStack<PixelBuffer> buffers)
        : base(
            context,
            StageNames.Parse,
            context.Options.ParseWorkers,
            InputPipelineOptions.MaxWorkers,
            StageBuffers.ChunksPerWorker * context.Options.MostParseWorkers)
    {
        _read = read;
        _buffers = buffers;
        _rowsPerRead = StageBuffers.CountRowsPerRead(context.Dataset.Shape, context.ChunkSize);
        int workers = context.Options.MostParseWorkers;
        Skipped = new SkippedRows(context.Dataset, context.Options.BadRowLimit);
        Block = new TransformBlock<SampleChunk, SampleChunk>(
            ReadAndParse, BlockOptions(workers, StageBuffers.ChunksPerWorker * workers));
    }

    /// <summary>Runs the stage.</summary>
    public TransformBlock<SampleChunk, SampleChunk> Block { get; }

    /// <summary>The bad rows so far.</summary>
    public SkippedRows Skipped { get; }

    /// <inheritdoc/>
    protected override int Waiting => Block.InputCount;

    /// <summary>Where its workers read as well, they lack work only while they do.</summary>
    protected override bool IsBlocked => _read.IsDoneByParsers ? !IsReading : Block.OutputCount > 0;

    /// <summary>Whether a worker of this stage is at a read.</summary>
    private bool IsReading => Volatile.Read(ref _reading) > 0;

    /// <summary>
    /// Parses a whole chunk, and reads it a few rows at a time if it does not bring its records: what the block does
    /// with it.
    /// </summary>
    /// <returns>The chunk.</returns>
    private SampleChunk ReadAndParse(SampleChunk chunk)
    {
        chunk.Pixels = RentBuffer();
        if (chunk.IsRead)
        {
            return Process(chunk);
        }

        if (_read.TryRent() is not { } reader)
        {
            return chunk;
        }

        Meter.Observe();
        bool good = true;
        ChunkPart part;
        for (int first = 0; good && first < chunk.Count; first += part.Count)
        {
            part = new ChunkPart(chunk, first, CountRowsToRead(chunk, first), reader);
            Interlocked.Increment(ref _reading);
            good = _read.Run(part);
            Meter.Observe();
            Interlocked.Decrement(ref _reading);
            good = good && Run(part);
        }

        _read.Return(reader);
        return chunk;
    }

    /// <inheritdoc/>
    protected override void Work(ChunkPart part)
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
            catch (DatasetFormatException e) when (Context.Options.BadRows == BadRows.Skip)
            {
                Meter.Fail();
                Skipped.Add(chunk.RowInWork, e);
                chunk.Slot.MarkMissing(position);
            }
        }
    }

    /// <inheritdoc/>
    protected override long CountBytes(ChunkPart part) =>
        part.Count * (Dataset.PixelType == PixelType.UInt8 ? Dataset.Shape.Length : ImageBytes);

    private PixelBuffer RentBuffer() =>
        _buffers.TryPop(out PixelBuffer? buffer)
            ? buffer
            : throw new InvalidOperationException("There are fewer buffers than chunks.");

    /// <summary>
    /// How many rows of a chunk to read and parse next: as many as one read is for, and what lies in memory among them.
    /// </summary>
    private int CountRowsToRead(SampleChunk chunk, int first)
    {
        ReadOnlySpan<int> rows = chunk.Rows.Span[first..];
        int count = 0;
        for (int toRead = 0; count < rows.Length && toRead < _rowsPerRead; count++)
        {
            if (Dataset.FindPixels(rows[count]).IsEmpty)
            {
                toRead++;
            }
        }

        return count;
    }

    private void Decode(SampleChunk chunk, int index, ReadOnlySpan<byte> record)
    {
        if (Dataset.PixelType == PixelType.UInt8)
        {
            // What lies in memory is augmented where it is.
            if (Dataset.FindPixels(chunk.RowInWork).IsEmpty)
            {
                Dataset.Decode(record, chunk.RowInWork, chunk.Pixels!.BytesAt(index));
            }
        }
        else
        {
            Dataset.Decode(record, chunk.RowInWork, chunk.Pixels!.Interleaved);
            chunk.Pixels.KeepInterleaved(index);
        }

        if (chunk.Slot.ExtraCount > 0)
        {
            Dataset.DecodeExtras(record, chunk.RowInWork, chunk.Slot.ExtrasAt(chunk.Offset + index));
        }
    }
}
