using Trainer.Core.Sampling;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Pipeline</c>: how batches are scheduled and made.</summary>
internal sealed class PipelineSettings
{
    /// <summary>
    /// Workers of each stage that has no number of its own; <c>auto</c> to choose them from what is measured.
    /// </summary>
    public AutoCount Workers { get; set; } = new(1);

    /// <summary>Chunks parsed at the same time; null for <see cref="Workers"/>.</summary>
    public AutoCount? ParseWorkers { get; set; }

    /// <summary>Chunks augmented at the same time; null for <see cref="Workers"/>.</summary>
    public AutoCount? AugmentWorkers { get; set; }

    /// <summary>
    /// The most workers at work at the same moment, over both pipelines of a run; null for the number of cores where
    /// any is chosen, else for no limit.
    /// </summary>
    public int? CpuBudget { get; set; }

    /// <summary>
    /// The most memory for the buffers of the pipelines and the cache, in 10⁶ bytes; null for no limit.
    /// </summary>
    public int? MemoryBudgetMegabytes { get; set; }

    /// <summary>Finished batches that may wait: Keras' <c>max_queue_size</c>.</summary>
    public int MaxQueueSize { get; set; } = 10;

    /// <summary>Batches that the trainer may hold.</summary>
    public int ConsumerBatches { get; set; } = 2;

    /// <summary>Rows per message between the stages.</summary>
    public int ChunkSize { get; set; } = 32;

    /// <summary>The order of the training rows.</summary>
    public Shuffle Shuffle { get; set; } = Shuffle.Full;

    /// <summary>Rows per permuted run with <see cref="Core.Sampling.Shuffle.Buffer"/>.</summary>
    public int ShuffleBuffer { get; set; } = 1024;

    /// <summary>Leave out the short last batch of an epoch.</summary>
    public bool DropRemainder { get; set; }

    /// <summary>Null for exact epochs; the steps of an epoch for Keras' endless stream.</summary>
    public int? StepsPerEpoch { get; set; }

    /// <summary>As <see cref="StepsPerEpoch"/>, for the validation.</summary>
    public int? ValidationSteps { get; set; }

    /// <summary>
    /// How long the trainer waits for a batch before the pipeline is taken for stuck and the run fails.
    /// </summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
