using Trainer.Augment;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>Counts the chunks of a batch; with the last of them it finishes the batch and delivers it. One chunk at a time, in order.</summary>
/// <param name="meter">Keeps the figures.</param>
/// <param name="dataset">The images.</param>
/// <param name="generator">Mixes the samples of a batch, if it is to.</param>
/// <param name="seed">Keys the draws of the mix, with the batch's epoch and step.</param>
/// <param name="chunks">Takes the chunks back.</param>
/// <param name="deliver">Takes a finished slot; ends when there was room for it.</param>
/// <param name="fault">Receives the first fault, and carries the shared cancellation.</param>
internal sealed class BatchStage(
    StageMeter meter,
    IImageDataset dataset,
    ImageDataGenerator generator,
    ulong seed,
    BoundedPool<SampleChunk> chunks,
    Func<BatchSlot, Task> deliver,
    FaultLatch fault)
    : PipelineStage(meter, dataset, fault)
{
    private volatile bool _delivering;

    /// <summary>Whether a finished batch is waiting for room.</summary>
    public bool IsDelivering => _delivering;

    /// <summary>Counts a chunk, and delivers the batch if it is complete.</summary>
    public async Task CountAsync(SampleChunk chunk)
    {
        // Asked beforehand, for the work may make the batch shorter.
        BatchSlot? finished = chunk.IsLastOfBatch ? chunk.Slot : null;
        Run(ChunkPart.Whole(chunk));
        chunks.Return(chunk);
        if (finished is not null)
        {
            _delivering = true;
            try
            {
                await deliver(finished).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (Stop.IsCancellationRequested)
            {
                // The pipeline is ending; the slot stays with it.
            }

            Meter.Observe();
            _delivering = false;
        }
    }

    /// <summary>What is left to do when the last sample of a batch is there.</summary>
    protected override void Work(ChunkPart part)
    {
        SampleChunk chunk = part.Chunk;
        if (!chunk.IsLastOfBatch)
        {
            return;
        }

        BatchSlot slot = chunk.Slot;
        slot.Compact();
        if (generator.MixesBatches && slot.Count > 0)
        {
            slot.WriteOneHotLabels();
            generator.MixBatch(
                slot.Images,
                slot.Shape,
                slot.SoftLabels.AsSpan(0, slot.Count * slot.SoftClasses),
                slot.SoftClasses,
                new SampleKey(seed, slot.Position.Epoch, slot.Position.Step),
                DataFormat.ChannelsFirst);
        }
    }

    /// <inheritdoc/>
    protected override long CountBytes(ChunkPart part) => part.Count * ImageBytes;
}
