namespace Trainer.Tests.Core.Pipeline;

/// <summary>What a pipeline is doing when something happens to it.</summary>
public enum PipelineState
{
    /// <summary>Nothing has come through yet, and nobody waits.</summary>
    Empty,

    /// <summary>A consumer waits for the first batch.</summary>
    Awaited,

    /// <summary>The queue is full and every stage waits for room.</summary>
    Full,

    /// <summary>The consumer holds a batch, and the stages are at work.</summary>
    Running,

    /// <summary>A stage has failed, and the consumer has been told.</summary>
    Faulted,

    /// <summary>All epochs have been taken.</summary>
    Ended,
}
