namespace Trainer.Core.Training;

/// <summary>The figures of one batch by itself, never running means.</summary>
/// <param name="Logs">The loss and the metrics by their names.</param>
/// <param name="Count">How many samples there were.</param>
public sealed record BatchResult(OrderedDictionary<string, double> Logs, int Count)
{
    /// <summary>The mean loss over the samples.</summary>
    public double Loss => Logs["loss"];

    /// <summary>
    /// The share that was classified rightly, 0 to 1; not-a-number where that metric was not asked for.
    /// </summary>
    public double Accuracy => Logs.GetValueOrDefault("accuracy", double.NaN);
}
