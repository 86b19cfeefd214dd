using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>Samples of a chunk that a stage works on without putting them down.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="First">The first of them, counted in the chunk.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Reader">Who has their records; null when they came with the chunk, all of them.</param>
internal readonly record struct ChunkPart(SampleChunk Chunk, int First, int Count, RowReader? Reader)
{
    /// <summary>The records, of these samples only.</summary>
    public RecordBuffer Records => Reader?.Records ?? Chunk.Records;

    /// <summary>All of a chunk.</summary>
    public static ChunkPart Whole(SampleChunk chunk) => new(chunk, 0, chunk.Count, null);
}
