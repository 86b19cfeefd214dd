using System.Collections.Concurrent;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>Parses records: pixels into the chunk, label, row number and further values into the batch.</summary>
/// <param name="meter">Keeps the figures.</param>
/// <param name="dataset">The images.</param>
/// <param name="options">What to do about bad rows.</param>
/// <param name="read">Reads the rows, where the workers that parse them are to.</param>
/// <param name="rowsPerRead">How many rows they read at a time, at least 1.</param>
/// <param name="buffers">Has a buffer for each chunk that is on its way.</param>
/// <param name="fault">Receives the first fault, and carries the shared cancellation.</param>
internal sealed class ParseStage(
    StageMeter meter,
    IImageDataset dataset,
    InputPipelineOptions options,
    ReadStage read,
    int rowsPerRead,
    ConcurrentStack<PixelBuffer> buffers,
    FaultLatch fault)
    : PipelineStage(meter, dataset, fault)
{
    private int _reading;

    /// <summary>The bad rows so far.</summary>
    public SkippedRows Skipped { get; } = new(dataset, options.BadRowLimit);

    /// <summary>Whether a worker of this stage is at a read.</summary>
    public bool IsReading => Volatile.Read(ref _reading) > 0;

    /// <summary>Parses a whole chunk: what the block does with it where its rows were read before.</summary>
    /// <returns>The chunk.</returns>
    public SampleChunk Parse(SampleChunk chunk)
    {
        chunk.Pixels = RentBuffer();
        return Process(chunk);
    }

    /// <summary>Reads and parses a whole chunk, a few rows at a time: what the block does with it where its workers read.</summary>
    /// <returns>The chunk.</returns>
    public SampleChunk ReadAndParse(SampleChunk chunk)
    {
        chunk.Pixels = RentBuffer();
        if (read.TryRent() is not { } reader)
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
            good = read.Run(part);
            Meter.Observe();
            Interlocked.Decrement(ref _reading);
            good = good && Run(part);
        }

        read.Return(reader);
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
            catch (DatasetFormatException e) when (options.BadRows == BadRows.Skip)
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
        buffers.TryPop(out PixelBuffer? buffer) ? buffer : throw new InvalidOperationException("There are fewer buffers than chunks.");

    /// <summary>How many rows of a chunk to read and parse next: as many as one read is for, and what lies in memory among them.</summary>
    private int CountRowsToRead(SampleChunk chunk, int first)
    {
        ReadOnlySpan<int> rows = chunk.Rows.Span[first..];
        int count = 0;
        for (int toRead = 0; count < rows.Length && toRead < rowsPerRead; count++)
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
