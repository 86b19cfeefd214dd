namespace Trainer.Core.Metrics;

/// <summary>The share of samples that are classified rightly: Keras' <c>accuracy</c>.</summary>
/// <param name="name">Its key.</param>
public sealed class Accuracy(string name = "accuracy") : Metric(name)
{
    /// <inheritdoc/>
    public override MetricState Start() => new ShareState(CountRight);

    private static long CountRight(BatchOutputs batch)
    {
        int[] predicted = batch.Predicted;
        long right = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            right += predicted[i] == batch.Labels[i] ? 1 : 0;
        }

        return right;
    }
}
