namespace Trainer.Core.Training;

/// <summary>Sample-weighted means of loss and accuracy over the steps of an epoch, as Keras logs them.</summary>
internal sealed class RunningMeans
{
    private double _lossSum;
    private long _correct;

    /// <summary>How many samples were added.</summary>
    public long Samples { get; private set; }

    /// <summary>Adds a step.</summary>
    public void Add(BatchResult result)
    {
        _lossSum += result.Loss * result.Count;
        _correct += result.Correct;
        Samples += result.Count;
    }

    /// <summary>The means so far.</summary>
    public Evaluation Read() => new(_lossSum / Samples, (double)_correct / Samples, Samples);

    /// <summary>Writes the means into a log, their names behind the prefix.</summary>
    public void Log(OrderedDictionary<string, double> logs, string prefix = "")
    {
        Evaluation means = Read();
        logs[prefix + "loss"] = means.Loss;
        logs[prefix + "accuracy"] = means.Accuracy;
    }
}
