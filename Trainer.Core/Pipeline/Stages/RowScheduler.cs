using System.Threading.Tasks.Dataflow;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>The loop that schedules rows in the order of the stream and sends them off in chunks.</summary>
/// <param name="context">What it has in common with the stages.</param>
/// <param name="chunks">Has the chunks that are free.</param>
/// <param name="read">Reads those rows that have to be read in that order.</param>
/// <param name="target">Takes the chunks; completed at the end of the stream.</param>
internal sealed class RowScheduler(
    StageContext context, BoundedPool<SampleChunk> chunks, ReadStage read, ITargetBlock<SampleChunk> target)
{
    /// <summary>Runs to the end of the stream.</summary>
    /// <param name="slots">Has the slots that are free.</param>
    /// <param name="stop">Cancelled when the loop is to end before.</param>
    /// <exception cref="OperationCanceledException">It ended so.</exception>
    public async Task RunAsync(BoundedPool<BatchSlot> slots, CancellationToken stop)
    {
        (InputPipelineOptions options, BatchSchedule schedule) = (context.Options, context.Schedule);
        PipelinePosition position = options.Start;
        while (options.Epochs is not { } epochs || position.Epoch < epochs)
        {
            BatchSlot slot = await slots.RentAsync(stop).ConfigureAwait(false);
            slot.Begin(position, schedule.BatchSizeAt(position.Step));
            for (int offset = 0; offset < slot.Count; offset += options.ChunkSize)
            {
                SampleChunk chunk = await chunks.RentAsync(stop).ConfigureAwait(false);
                chunk.Assign(slot, offset, Math.Min(options.ChunkSize, slot.Count - offset), schedule);
                await read.PrepareAsync(chunk).ConfigureAwait(false);
                if (!await target.SendAsync(chunk, stop).ConfigureAwait(false))
                {
                    // A block refuses only when it has ended, which only the cancellation brings about.
                    return;
                }
            }

            position = position.Step + 1 < schedule.StepsPerEpoch
                ? position with { Step = position.Step + 1 }
                : new PipelinePosition(position.Epoch + 1, 0);
        }

        target.Complete();
    }
}
