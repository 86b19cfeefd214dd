using System.Threading.Tasks.Dataflow;
using Trainer.Augment;
using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// Counts the chunks of a batch; with the last of them it finishes the batch and delivers it. One chunk at a time, in
/// order.
/// </summary>
internal sealed class BatchStage : PipelineStage
{
    // It only counts: one chunk in work and one waiting.
    private const int Capacity = 2;

    private readonly BoundedPool<SampleChunk> _chunks;
    private readonly Func<BatchSlot, Task> _deliver;
    private volatile bool _delivering;

    /// <summary>Makes the stage.</summary>
    /// <param name="context">What it has in common with the others.</param>
    /// <param name="chunks">Takes the chunks back.</param>
    /// <param name="deliver">Takes a finished slot; ends when there was room for it.</param>
    public BatchStage(StageContext context, BoundedPool<SampleChunk> chunks, Func<BatchSlot, Task> deliver)
        : base(context, StageNames.Batch, workers: 1, capacity: Capacity)
    {
        _chunks = chunks;
        _deliver = deliver;
        Block = new ActionBlock<SampleChunk>(CountAsync, BlockOptions(workers: 1, Capacity));
    }

    /// <summary>Runs the stage.</summary>
    public ActionBlock<SampleChunk> Block { get; }

    /// <inheritdoc/>
    protected override int Waiting => Block.InputCount;

    /// <summary>A finished batch waits for room.</summary>
    protected override bool IsBlocked => _delivering;

    /// <summary>Counts a chunk, and delivers the batch if it is complete.</summary>
    private async Task CountAsync(SampleChunk chunk)
    {
        // Asked beforehand, for the work may make the batch shorter.
        BatchSlot? finished = chunk.IsLastOfBatch ? chunk.Slot : null;
        Run(ChunkPart.Whole(chunk));
        _chunks.Return(chunk);
        if (finished is not null)
        {
            _delivering = true;
            try
            {
                await _deliver(finished).ConfigureAwait(false);
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
        if (Context.Generator.MixesBatches && slot.Count > 0)
        {
            slot.WriteOneHotLabels();
            Context.Generator.MixBatch(
                slot.Images,
                slot.Shape,
                slot.SoftLabels.AsSpan(0, slot.Count * slot.SoftClasses),
                slot.SoftClasses,
                new SampleKey(Context.Options.Seed, slot.Position.Epoch, slot.Position.Step),
                DataFormat.ChannelsFirst);
        }
    }

    /// <inheritdoc/>
    protected override long CountBytes(ChunkPart part) => part.Count * ImageBytes;
}
