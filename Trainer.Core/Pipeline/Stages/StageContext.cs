using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>What the stages of a pipeline have in common.</summary>
/// <param name="Dataset">The images.</param>
/// <param name="Generator">Augments them.</param>
/// <param name="Options">Validated settings.</param>
/// <param name="Schedule">Which samples make up which batch.</param>
/// <param name="Workers">Who works for them.</param>
/// <param name="Fault">Receives the first fault, and carries the shared cancellation.</param>
internal sealed record StageContext(
    IImageDataset Dataset,
    ImageDataGenerator Generator,
    InputPipelineOptions Options,
    BatchSchedule Schedule,
    WorkerShare Workers,
    FaultLatch Fault)
{
    /// <summary>The most samples of a chunk.</summary>
    public int ChunkSize { get; } = Math.Min(Options.ChunkSize, Schedule.MaxBatchSize);
}
