using Trainer.Core.Metrics;

namespace Trainer.Core.Training;

/// <summary>The figures of a data set.</summary>
/// <param name="Logs">The loss and the metrics by their names.</param>
/// <param name="Samples">How many samples there were.</param>
/// <param name="Confusion">How often samples of one class were taken for another.</param>
public sealed record Evaluation(OrderedDictionary<string, double> Logs, long Samples, ConfusionMatrix Confusion)
{
    /// <summary>The mean loss over the samples.</summary>
    public double Loss => Logs["loss"];

    /// <summary>
    /// The share that was classified rightly, 0 to 1; not-a-number where that metric was not asked for.
    /// </summary>
    public double Accuracy => Logs.GetValueOrDefault("accuracy", double.NaN);
}
