using Trainer.Core.Checkpoints;

namespace Trainer.Core.Metrics;

/// <summary>Counts the samples that some rule finds right.</summary>
internal sealed class ShareState(Func<BatchOutputs, long> countRight) : MetricState
{
    private long _right;
    private long _count;

    /// <inheritdoc/>
    public override double Result => (double)_right / _count;

    /// <inheritdoc/>
    public override void Add(BatchOutputs batch)
    {
        _right += countRight(batch);
        _count += batch.Count;
    }

    /// <inheritdoc/>
    public override void SaveState(StateDictionary state)
    {
        state.Set("right", _right);
        state.Set("count", _count);
    }

    /// <inheritdoc/>
    public override void LoadState(StateDictionary state) =>
        (_right, _count) = (state.GetInt64("right"), state.GetInt64("count"));
}
