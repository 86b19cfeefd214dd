namespace Trainer.Core.Metrics;

/// <summary>
/// The share of the samples predicted as a class that belong to it, averaged over the classes; 0 for a class that is
/// never predicted.
/// </summary>
/// <param name="averaging">How the classes' figures become one.</param>
/// <param name="name">Its key; null for <c>precision</c>, or <c>weighted_precision</c> with that averaging.</param>
public sealed class Precision(Averaging averaging = Averaging.Macro, string? name = null)
    : Metric(name ?? (averaging == Averaging.Weighted ? "weighted_precision" : "precision"))
{
    /// <inheritdoc/>
    public override MetricState Start() => new ConfusionState(
        (hits, _, predicted) => predicted == 0 ? 0 : (double)hits / predicted, averaging);
}
