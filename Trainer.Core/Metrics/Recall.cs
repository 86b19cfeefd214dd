namespace Trainer.Core.Metrics;

/// <summary>
/// The share of the samples of a class that are predicted as it, averaged over the classes; 0 for a class without
/// samples.
/// </summary>
/// <param name="averaging">How the classes' figures become one.</param>
/// <param name="name">Its key; null for <c>recall</c>, or <c>weighted_recall</c> with that averaging.</param>
public sealed class Recall(Averaging averaging = Averaging.Macro, string? name = null)
    : Metric(name ?? (averaging == Averaging.Weighted ? "weighted_recall" : "recall"))
{
    /// <inheritdoc/>
    public override MetricState Start() => new ConfusionState(
        (hits, support, _) => support == 0 ? 0 : (double)hits / support, averaging);
}
