using System.Globalization;
using Trainer.Core.Pipeline;

namespace Trainer.Host.Sweeps;

/// <summary>One choice of the settings that change how fast batches are made and used, and nothing else.</summary>
/// <param name="ParseWorkers">Chunks parsed at the same time.</param>
/// <param name="AugmentWorkers">Chunks augmented at the same time.</param>
/// <param name="ChunkSize">Rows per message between the stages.</param>
/// <param name="MaxQueueSize">Finished batches that may wait.</param>
/// <param name="Threads">Torch's threads per operation; null where no network is trained.</param>
internal sealed record SweepSetting(int ParseWorkers, int AugmentWorkers, int ChunkSize, int MaxQueueSize, int? Threads)
{
    /// <summary>Workers and threads: what the setting costs first of all.</summary>
    public int Cores => ParseWorkers + AugmentWorkers + (Threads ?? 0);

    /// <summary>Rows that are held in the queue and between the stages: what it costs besides.</summary>
    public long Rows(int batchSize) =>
        ((long)MaxQueueSize * batchSize) + ((long)ChunkSize * (ParseWorkers + AugmentWorkers));

    /// <summary>A pipeline's options with this setting in force, and buffers for its workers and no more.</summary>
    public InputPipelineOptions ApplyTo(InputPipelineOptions options) => options with
    {
        ParseWorkers = ParseWorkers,
        AugmentWorkers = AugmentWorkers,
        ChunkSize = ChunkSize,
        MaxQueueSize = MaxQueueSize,
        WorkerBudget = null,
    };

    /// <summary>The keys and their values.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Keys()
    {
        List<KeyValuePair<string, int>> keys =
        [
            new("Pipeline:ParseWorkers", ParseWorkers),
            new("Pipeline:AugmentWorkers", AugmentWorkers),
            new("Pipeline:MaxQueueSize", MaxQueueSize),
            new("Pipeline:ChunkSize", ChunkSize),
        ];
        if (Threads is { } threads)
        {
            keys.Add(new("Torch:Threads", threads));
        }

        return keys;
    }

    /// <summary>Short, for tables: <c>parse 2, augment 1, chunk 16, queue 10</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"parse {ParseWorkers}, augment {AugmentWorkers}, chunk {ChunkSize}, queue "
            + $"{MaxQueueSize}{(Threads is { } threads ? $", threads {threads}" : string.Empty)}");
}
