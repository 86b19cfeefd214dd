using Trainer.Core.Checkpoints;
using Trainer.Core.Metrics;

namespace Trainer.Core.Training;

/// <summary>Loss and metrics over steps, as Keras logs them: the loss is the mean over samples, metrics are counted up.</summary>
internal sealed class Figures : IStateful
{
    private readonly (string Name, MetricState State)[] _metrics;
    private readonly ConfusionState? _confusion;
    private double _lossSum;

    /// <summary>Begins to count.</summary>
    /// <param name="metrics">What to count besides the loss.</param>
    /// <param name="countsConfusion">Whether to count the confusion matrix as well.</param>
    public Figures(IReadOnlyList<Metric> metrics, bool countsConfusion = false)
    {
        _metrics = [.. metrics.Select(metric => (metric.Name, metric.Start()))];
        _confusion = countsConfusion ? new ConfusionState((_, _, _) => 0, Averaging.Macro) : null;
    }

    /// <summary>How many samples were added.</summary>
    public long Samples { get; private set; }

    /// <summary>The confusion matrix, if it is counted and there was a step.</summary>
    public ConfusionMatrix? Confusion => _confusion?.Matrix;

    /// <summary>Adds a step.</summary>
    public void Add(StepOutcome outcome)
    {
        _lossSum += outcome.Loss * outcome.Outputs.Count;
        Samples += outcome.Outputs.Count;
        foreach ((_, MetricState state) in _metrics)
        {
            state.Add(outcome.Outputs);
        }

        _confusion?.Add(outcome.Outputs);
    }

    /// <summary>Writes the figures so far into a log, their names behind the prefix.</summary>
    /// <returns>The log.</returns>
    public OrderedDictionary<string, double> Log(OrderedDictionary<string, double> logs, string prefix = "")
    {
        logs[prefix + "loss"] = _lossSum / Samples;
        foreach ((string name, MetricState state) in _metrics)
        {
            logs[prefix + name] = state.Result;
        }

        return logs;
    }

    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        state.Set("loss_sum", _lossSum);
        state.Set("samples", Samples);
        foreach ((string name, MetricState metric) in _metrics)
        {
            metric.SaveState(state.Section("metrics").Section(name));
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        _lossSum = state.GetDouble("loss_sum");
        Samples = state.GetInt64("samples");
        foreach ((string name, MetricState metric) in _metrics)
        {
            metric.LoadState(state.Section("metrics").Section(name));
        }
    }

    /// <summary>The figures so far, in a log of their own.</summary>
    public OrderedDictionary<string, double> Log() => Log(new OrderedDictionary<string, double>(StringComparer.Ordinal));
}
