using System.Threading.Tasks.Dataflow;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>The loop that schedules rows in the order of the stream and sends them off in chunks.</summary>
/// <param name="options">Where the stream starts and ends, and the size of the chunks.</param>
/// <param name="schedule">Which samples make up which batch.</param>
/// <param name="chunks">Has the chunks that are free.</param>
/// <param name="target">Takes the chunks; completed at the end of the stream.</param>
internal sealed class RowScheduler(
    InputPipelineOptions options,
    BatchSchedule schedule,
    BoundedPool<SampleChunk> chunks,
    ITargetBlock<SampleChunk> target)
{
    /// <summary>Runs to the end of the stream.</summary>
    /// <param name="slots">Has the slots that are free.</param>
    /// <param name="stop">Cancelled when the loop is to end before.</param>
    /// <exception cref="OperationCanceledException">It ended so.</exception>
    public async Task RunAsync(BoundedPool<BatchSlot> slots, CancellationToken stop)
    {
        PipelinePosition position = options.Start;
        while (options.Epochs is not { } epochs || position.Epoch < epochs)
        {
            BatchSlot slot = await slots.RentAsync(stop).ConfigureAwait(false);
            slot.Begin(position, schedule.BatchSizeAt(position.Step));
            for (int offset = 0; offset < slot.Count; offset += options.ChunkSize)
            {
                SampleChunk chunk = await chunks.RentAsync(stop).ConfigureAwait(false);
                chunk.Assign(slot, offset, Math.Min(options.ChunkSize, slot.Count - offset), schedule);
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
