using Trainer.Core.Checkpoints;

namespace Trainer.Core.Metrics;

/// <summary>What a metric has counted so far.</summary>
public abstract class MetricState : IStateful
{
    /// <summary>The figure over all samples so far; not-a-number without any.</summary>
    public abstract double Result { get; }

    /// <summary>Counts the samples of a batch.</summary>
    /// <param name="batch">The samples.</param>
    public abstract void Add(BatchOutputs batch);

    /// <inheritdoc/>
    public abstract void SaveState(StateDictionary state);

    /// <inheritdoc/>
    public abstract void LoadState(StateDictionary state);
}
