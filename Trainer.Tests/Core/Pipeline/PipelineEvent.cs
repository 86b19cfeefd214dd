namespace Trainer.Tests.Core.Pipeline;

/// <summary>What happens to a pipeline.</summary>
public enum PipelineEvent
{
    /// <summary>The next read fails.</summary>
    ReadFault,

    /// <summary>The next row to be parsed is bad.</summary>
    BadRow,

    /// <summary>The user's preprocessing function throws.</summary>
    AugmentFault,

    /// <summary>The consumer cancels its wait.</summary>
    Cancellation,

    /// <summary>The consumer disposes the pipeline.</summary>
    Disposal,

    /// <summary>It does so twice.</summary>
    TwoDisposals,

    /// <summary>Two other threads dispose it at once.</summary>
    ForeignDisposals,
}
