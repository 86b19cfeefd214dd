namespace Trainer.Core.Metrics;

/// <summary>
/// The share of samples whose true class has one of the k largest outputs: Keras' <c>top_k_categorical_accuracy</c>.
/// </summary>
public sealed class TopKCategoricalAccuracy : Metric
{
    private readonly int _k;

    /// <summary>Makes the metric.</summary>
    /// <param name="k">How many outputs count, at least 1.</param>
    /// <param name="name">Its key.</param>
    public TopKCategoricalAccuracy(int k = 5, string name = "top_k_categorical_accuracy")
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        _k = k;
    }

    /// <inheritdoc/>
    public override MetricState Start() => new ShareState(batch => batch.Count == 0
        ? 0
        : (long)Math.Round(batch.Count * ProbabilityMetrics.TopKAccuracy(batch.Values, batch.Labels, batch.Width, _k)));
}
