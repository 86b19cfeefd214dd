namespace Trainer.Core.Metrics;

/// <summary>
/// The harmonic mean of a class's precision and recall, averaged over the classes; 0 for a class that neither has
/// samples nor is predicted.
/// </summary>
/// <param name="averaging">How the classes' figures become one.</param>
/// <param name="name">Its key; null for <c>f1_score</c>, or <c>weighted_f1_score</c> with that averaging.</param>
public sealed class F1Score(Averaging averaging = Averaging.Macro, string? name = null)
    : Metric(name ?? (averaging == Averaging.Weighted ? "weighted_f1_score" : "f1_score"))
{
    /// <inheritdoc/>
    public override MetricState Start() => new ConfusionState(
        (hits, support, predicted) => support + predicted == 0 ? 0 : 2.0 * hits / (support + predicted), averaging);
}
