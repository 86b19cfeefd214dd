using Trainer.Core.Data;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>
/// The settings of an <see cref="InputPipeline"/>. The first group decides what the batches contain, the second only
/// how they are made: no value of the second group changes a byte of any batch.
/// </summary>
public sealed record InputPipelineOptions
{
    /// <summary>The most workers that a stage can have.</summary>
    internal const int MaxWorkers = 256;

    /// <summary>Samples per batch, at least 1. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The order of the rows. Default <see cref="Shuffle.None"/>.</summary>
    public Shuffle Shuffle { get; init; } = Shuffle.None;

    /// <summary>Rows per permuted run with <see cref="Shuffle.Buffer"/>, at least 1. Default 1024.</summary>
    public int ShuffleBuffer { get; init; } = 1024;

    /// <summary>Seeds the order and the augmentation. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Null (default) for exact epochs: every row once. A number chooses Keras' endless stream of full batches, cut
    /// into epochs of that many steps.
    /// </summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>Exact epochs: leave out the short last batch. Default false.</summary>
    public bool DropRemainder { get; init; }

    /// <summary>
    /// Exact epochs: join a last batch of a single sample to the batch before it, for batch normalisation cannot learn
    /// from one. Default true.
    /// </summary>
    public bool JoinSingleRemainder { get; init; } = true;

    /// <summary>
    /// What to do about bad rows. Default <see cref="BadRows.Fail"/>. A row that is skipped is missing in its batch; no
    /// other sample changes its batch, its order or its augmentation.
    /// </summary>
    public BadRows BadRows { get; init; }

    /// <summary>How many rows may be skipped before the pipeline fails after all. Default 1 %.</summary>
    public BadRowLimit BadRowLimit { get; init; } = BadRowLimit.Share(0.01);

    /// <summary>How many epochs to deliver, counted from epoch 0; null (default) for no end.</summary>
    public int? Epochs { get; init; }

    /// <summary>Where the stream starts. Default 0:0.</summary>
    public PipelinePosition Start { get; init; }

    /// <summary>How many chunks are parsed at the same time, 1 to 256. Default 1.</summary>
    public int ParseWorkers { get; init; } = 1;

    /// <summary>How many chunks are augmented at the same time, 1 to 256. Default 1.</summary>
    public int AugmentWorkers { get; init; } = 1;

    /// <summary>
    /// The most workers that are at work at the same moment, in whichever stage has work, 1 to 512; buffers are made
    /// for so many. No stage can have more, but all together can: with as many for each as the budget, none is ever
    /// idle while a stage has work, and with 1 the stages take turns. Null (default) for <see cref="ParseWorkers"/> and
    /// <see cref="AugmentWorkers"/> together, and one each for batching and for reading what can only be read in order.
    /// </summary>
    public int? WorkerBudget { get; init; }

    /// <summary>
    /// Workers that this pipeline shares with others: give the same group to all of them, and no more are at work at
    /// the same moment than it has. <see cref="WorkerBudget"/> still is the most for this one. Null (default) for
    /// workers of its own.
    /// </summary>
    public WorkerGroup? WorkerGroup { get; init; }

    /// <summary>The most workers that parse or augment at the same moment.</summary>
    internal int MostWorkers => WorkerBudget ?? ParseWorkers + AugmentWorkers;

    /// <summary>The most workers that <see cref="ParseWorkers"/> can be changed to.</summary>
    internal int MostParseWorkers => WorkerBudget ?? ParseWorkers;

    /// <summary>The most workers that <see cref="AugmentWorkers"/> can be changed to.</summary>
    internal int MostAugmentWorkers => WorkerBudget ?? AugmentWorkers;

    /// <summary>
    /// How many finished batches may wait for the consumer, at least 1: Keras' <c>max_queue_size</c>. Default 10.
    /// </summary>
    public int MaxQueueSize { get; init; } = 10;

    /// <summary>How many batches the consumer may hold at the same time, at least 1. Default 2.</summary>
    public int ConsumerBatches { get; init; } = 2;

    /// <summary>
    /// Rows per message between the stages, 1 to 1024. Default 32: one message for a batch of as many.
    /// </summary>
    public int ChunkSize { get; init; } = 32;

    /// <summary>
    /// How long the consumer waits for a batch before it takes the pipeline for stuck, above zero. Default two minutes.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What instruments and traces call the pipeline. Default <c>training</c>.</summary>
    public string Name { get; init; } = "training";

    /// <summary>
    /// Whether the stages are measured, which they always are but in the benchmark of what that costs.
    /// </summary>
    internal bool IsMeasured { get; init; } = true;

    /// <summary>
    /// Whether instruments and traces show the pipeline, which they always do but for the one that warms the code up.
    /// </summary>
    internal bool IsShown { get; init; } = true;

    /// <summary>Which shard of the data this pipeline delivers, 0 to <see cref="WorldSize"/> − 1. Default 0.</summary>
    public int Rank { get; init; }

    /// <summary>How many shards there are, at least 1. Default 1: all of the data.</summary>
    public int WorldSize { get; init; } = 1;

    /// <summary>Finds everything that is wrong with the values.</summary>
    /// <returns>
    /// One sentence per problem, naming the key, the value and what is allowed; empty when all is well.
    /// </returns>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        AtLeast(1, BatchSize, nameof(BatchSize));
        AtLeast(1, ShuffleBuffer, nameof(ShuffleBuffer));
        AtLeast(1, StepsPerEpoch ?? 1, nameof(StepsPerEpoch));
        AtLeast(1, Epochs ?? 1, nameof(Epochs));
        AtLeast(0, Start.Epoch, $"{nameof(Start)}.{nameof(Start.Epoch)}");
        AtLeast(0, Start.Step, $"{nameof(Start)}.{nameof(Start.Step)}");
        Within(MaxWorkers, ParseWorkers, nameof(ParseWorkers));
        Within(MaxWorkers, AugmentWorkers, nameof(AugmentWorkers));
        Within(2 * MaxWorkers, WorkerBudget ?? 1, nameof(WorkerBudget));
        WithinBudget(ParseWorkers, nameof(ParseWorkers));
        WithinBudget(AugmentWorkers, nameof(AugmentWorkers));
        AtLeast(1, MaxQueueSize, nameof(MaxQueueSize));
        AtLeast(1, ConsumerBatches, nameof(ConsumerBatches));
        Within(1024, ChunkSize, nameof(ChunkSize));
        AtLeast(1, WorldSize, nameof(WorldSize));
        if (Rank < 0 || Rank >= WorldSize)
        {
            problems.Add(
                $"{nameof(Rank)} is {Rank}; it must be from 0 to {nameof(WorldSize)} − 1, which is {WorldSize - 1}.");
        }

        // The longest time that a timer takes.
        if (StallTimeout <= TimeSpan.Zero || StallTimeout.TotalMilliseconds > int.MaxValue)
        {
            problems.Add($"{nameof(StallTimeout)} is {StallTimeout}; it must be above 0 and at most 24 days.");
        }

        if (!Enum.IsDefined(BadRows))
        {
            problems.Add($"{nameof(BadRows)} is {BadRows}; it can be {string.Join(", ", Enum.GetNames<BadRows>())}.");
        }

        if (!Enum.IsDefined(Shuffle))
        {
            problems.Add($"{nameof(Shuffle)} is {Shuffle}; it can be {string.Join(", ", Enum.GetNames<Shuffle>())}.");
        }

        return problems;

        void AtLeast(int least, int value, string key)
        {
            if (value < least)
            {
                problems.Add($"{key} is {value}; it must be at least {least}.");
            }
        }

        void WithinBudget(int value, string key)
        {
            if (value > WorkerBudget)
            {
                problems.Add($"{key} is {value}; {nameof(WorkerBudget)} allows {WorkerBudget}.");
            }
        }

        void Within(int most, int value, string key)
        {
            if (value < 1 || value > most)
            {
                problems.Add($"{key} is {value}; it must be from 1 to {most}.");
            }
        }
    }
}
