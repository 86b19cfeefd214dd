namespace Trainer.Core.Metrics;

/// <summary>A figure that <c>Fit</c> and <c>Evaluate</c> report besides the loss.</summary>
/// <remarks>
/// As Keras' metrics it is counted up over all samples of an epoch, not averaged over batches. Sample and class weights
/// do not count for it.
/// </remarks>
public abstract class Metric
{
    /// <summary>Makes a metric.</summary>
    /// <param name="name">Its key in logs and history.</param>
    protected Metric(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>Its key in logs and history; that of a validation begins with <c>val_</c>.</summary>
    public string Name { get; }

    /// <summary>Begins to count.</summary>
    public abstract MetricState Start();
}
