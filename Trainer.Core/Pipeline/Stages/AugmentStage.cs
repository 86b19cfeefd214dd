using Trainer.Augment;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>Augments samples, straight into their places in the batch: H×W×C or C×H×W pixels to C×H×W float32.</summary>
/// <param name="meter">Keeps the figures.</param>
/// <param name="dataset">The images.</param>
/// <param name="generator">Augments them.</param>
/// <param name="seed">Keys the draws, with each sample's pass and row.</param>
/// <param name="fault">Receives the first fault, and carries the shared cancellation.</param>
internal sealed class AugmentStage(StageMeter meter, IImageDataset dataset, ImageDataGenerator generator, ulong seed, FaultLatch fault)
    : PipelineStage(meter, dataset, fault)
{
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
                generator.Process(pixels.IsEmpty ? chunk.PixelsAt(i) : pixels, Dataset.Shape, key, image, DataFormat.ChannelsFirst);
            }
            else
            {
                generator.Process(chunk.FloatPixelsAt(i), Dataset.Shape, key, image, DataFormat.ChannelsFirst);
            }
        }
    }

    /// <inheritdoc/>
    protected override long CountBytes(ChunkPart part) => part.Count * part.Chunk.ImageBytes;
}
