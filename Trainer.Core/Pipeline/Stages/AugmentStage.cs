using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// Augments samples, straight into their places in the batch: H×W×C or C×H×W pixels to C×H×W float32.
/// </summary>
internal sealed class AugmentStage : PipelineStage
{
    private readonly ConcurrentStack<PixelBuffer> _buffers;

    /// <summary>Makes the stage.</summary>
    /// <param name="context">What it has in common with the others.</param>
    /// <param name="buffers">Takes the chunks' buffers back.</param>
    public AugmentStage(StageContext context, ConcurrentStack<PixelBuffer> buffers)
        : base(
            context,
            StageNames.Augment,
            context.Options.AugmentWorkers,
            InputPipelineOptions.MaxWorkers,
            StageBuffers.ChunksPerWorker * context.Options.MostAugmentWorkers)
    {
        _buffers = buffers;
        int workers = context.Options.MostAugmentWorkers;
        Block = new TransformBlock<SampleChunk, SampleChunk>(
            Augment, BlockOptions(workers, StageBuffers.ChunksPerWorker * workers));
    }

    /// <summary>Runs the stage.</summary>
    public TransformBlock<SampleChunk, SampleChunk> Block { get; }

    /// <inheritdoc/>
    protected override int Waiting => Block.InputCount;

    /// <inheritdoc/>
    protected override bool IsBlocked => Block.OutputCount > 0;

    /// <summary>Augments a whole chunk: what the block does with it.</summary>
    /// <returns>The chunk.</returns>
    private SampleChunk Augment(SampleChunk chunk)
    {
        Process(chunk);
        _buffers.Push(chunk.Pixels!);
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

            var key = new SampleKey(Context.Options.Seed, chunk.PassAt(i), row);
            Span<float> image = chunk.Slot.ImageAt(position);
            if (Dataset.PixelType == PixelType.UInt8)
            {
                ReadOnlySpan<byte> pixels = Dataset.FindPixels(row);
                Context.Generator.Process(
                    pixels.IsEmpty ? chunk.Pixels!.BytesAt(i) : pixels,
                    Dataset.Shape,
                    key,
                    image,
                    DataFormat.ChannelsFirst);
            }
            else
            {
                Context.Generator.Process(
                    chunk.Pixels!.FloatsAt(i), Dataset.Shape, key, image, DataFormat.ChannelsFirst);
            }
        }
    }

    /// <inheritdoc/>
    protected override long CountBytes(ChunkPart part) => part.Count * ImageBytes;
}
