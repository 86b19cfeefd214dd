using Trainer.Augment.Images;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>How many buffers the stages need, and how much text they hold.</summary>
internal static class StageBuffers
{
    /// <summary>
    /// For each worker: one in work, and one that is waiting or done, so that a worker that is held up for a moment
    /// does not stop the others, and threads seldom go to sleep only to be woken for the next chunk.
    /// </summary>
    public const int ChunksPerWorker = 2;

    // So much text stays in the L2 cache between reading and parsing, and so much is worth a call of the system.
    private const int TextBytesPerRead = 128 * 1024;

    // The longest value of CSV text with its comma: an estimate for other sources.
    private const int TextBytesPerValue = 4;

    /// <summary>How many chunks there are, and the most batches that they can be parts of.</summary>
    public static (int Chunks, int Batches) Count(InputPipelineOptions options, int chunkSize)
    {
        // Beside those of the workers, one each for the scheduler and the batcher.
        int chunks = (ChunksPerWorker * options.MostWorkers) + 2;
        int chunksPerBatch = (options.BatchSize + chunkSize - 1) / chunkSize;
        return (chunks, (chunks / chunksPerBatch) + 2);
    }

    /// <summary>How many rows of a chunk a worker reads at a time, at least 1.</summary>
    public static int CountRowsPerRead(ImageShape shape, int chunkSize) =>
        Math.Clamp(TextBytesPerRead / (shape.Length * TextBytesPerValue), 1, chunkSize);

    /// <summary>
    /// How much text is in memory at the most, estimated by the longest values: by worker, or by chunk.
    /// </summary>
    public static long CountTextBytes(IImageDataset dataset, InputPipelineOptions options, int chunkSize, int chunks)
    {
        long row = (long)dataset.Shape.Length * TextBytesPerValue;
        return dataset.SupportsRandomAccess
            ? options.MostWorkers * Math.Max(row, TextBytesPerRead)
            : chunks * chunkSize * row;
    }
}
