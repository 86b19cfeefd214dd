using Trainer.Core.Sampling;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Pipeline</c>: how batches are scheduled and made.</summary>
internal sealed class PipelineSettings
{
    [Setting(
        "workers of each stage without a number of its own, 1 to 256; `auto`: chosen after each epoch "
            + "from what was measured, the fewest that keep data ready")]
    public AutoCount Workers { get; set; } = new(1);

    [Setting("chunks read and parsed at the same time, 1 to 256, or `auto`", Default = "`Workers`")]
    public AutoCount? ParseWorkers { get; set; }

    [Setting("chunks augmented at the same time, 1 to 256, or `auto`", Default = "`Workers`")]
    public AutoCount? AugmentWorkers { get; set; }

    [Setting(
        "workers at work at the same moment, those for training and for validation together, 1 to 512; "
            + "no stage can have more, but the stages together can, for a worker goes where work is; with "
            + "`auto` the number of cores",
        Least = 1, Most = 512)]
    public int? CpuBudget { get; set; }

    [Setting(
        "memory for the buffers of both pipelines and the cache, in 10⁶ bytes; `auto` keeps within it, "
            + "and what cannot does not begin: `train`, `profile`, `lr-find`, `digest`, and each setting of a "
            + "sweep",
        Least = 1)]
    public int? MemoryBudgetMegabytes { get; set; }

    [Setting("finished batches that may wait: Keras' `max_queue_size`")]
    public int MaxQueueSize { get; set; } = 10;

    [Setting("batches that the trainer may hold")]
    public int ConsumerBatches { get; set; } = 2;

    [Setting("rows per message between the stages, 1 to 1024")]
    public int ChunkSize { get; set; } = 32;

    [Setting("order of the training rows: `None`, `Buffer` or `Full`")]
    public Shuffle Shuffle { get; set; } = Shuffle.Full;

    [Setting("rows per permuted run with `Buffer`")]
    public int ShuffleBuffer { get; set; } = 1024;

    [Setting("leave out the short last batch of an epoch")]
    public bool DropRemainder { get; set; }

    [Setting("without it every row once per epoch; with it Keras' endless stream in epochs of so many steps")]
    public int? StepsPerEpoch { get; set; }

    [Setting("the same for the validation", Least = 1)]
    public int? ValidationSteps { get; set; }

    [Setting(
        "how long the trainer waits for a batch before the run fails, with what every stage is doing; "
            + "hours:minutes:seconds")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
