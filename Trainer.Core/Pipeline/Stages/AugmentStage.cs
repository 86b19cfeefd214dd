using System.Collections.Concurrent;
using Trainer.Augment;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>Augments samples, straight into their places in the batch: H×W×C or C×H×W pixels to C×H×W float32.</summary>
/// <param name="meter">Keeps the figures.</param>
/// <param name="dataset">The images.</param>
/// <param name="generator">Augments them.</param>
/// <param name="seed">Keys the draws, with each sample's pass and row.</param>
/// <param name="buffers">Takes the chunks' buffers back.</param>
/// <param name="fault">Receives the first fault, and carries the shared cancellation.</param>
internal sealed class AugmentStage(
    StageMeter meter, IImageDataset dataset, ImageDataGenerator generator, ulong seed, ConcurrentStack<PixelBuffer> buffers, FaultLatch fault)
    : PipelineStage(meter, dataset, fault)
{
    /// <summary>Augments a whole chunk: what the block does with it.</summary>
    /// <returns>The chunk.</returns>
    public SampleChunk Augment(SampleChunk chunk)
    {
        Process(chunk);
        buffers.Push(chunk.Pixels!);
        chunk.Pixels = null;
        return chunk;
    }

    /// <inheritdoc/>
    protected override void Work(ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        for (int i = part.First; i < part.First + part.Count; i++)
        {
            int row = chunk.Rows.Span[i];
            chunk.RowInWork = row;
            int position = chunk.Offset + i;
            if (chunk.Slot.IsMissing(position))
            {
                continue;
            }

            var key = new SampleKey(seed, chunk.PassAt(i), row);
            Span<float> image = chunk.Slot.ImageAt(position);
            if (Dataset.PixelType == PixelType.UInt8)
            {
                ReadOnlySpan<byte> pixels = Dataset.FindPixels(row);
                generator.Process(pixels.IsEmpty ? chunk.Pixels!.BytesAt(i) : pixels, Dataset.Shape, key, image, DataFormat.ChannelsFirst);
            }
            else
            {
                generator.Process(chunk.Pixels!.FloatsAt(i), Dataset.Shape, key, image, DataFormat.ChannelsFirst);
            }
        }
    }

    /// <inheritdoc/>
    protected override long CountBytes(ChunkPart part) => part.Count * ImageBytes;
}
