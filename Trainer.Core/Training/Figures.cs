using Trainer.Core.Checkpoints;
using Trainer.Core.Metrics;

namespace Trainer.Core.Training;

/// <summary>
/// Loss and metrics over steps, as Keras logs them: the loss is the mean over samples, metrics are counted up.
/// </summary>
/// <remarks>
/// Of a device that works on its own the results come later. They are counted in the order of the steps, one step late,
/// or when somebody asks, who then waits for them.
/// </remarks>
internal sealed class Figures : IStateful
{
    // One: the device has the next step to work on while the host waits for this one's results.
    private const int StepsLate = 1;

    private readonly Queue<StepOutcome> _late = [];
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

    /// <summary>How many samples are counted.</summary>
    public long Samples { get; private set; }

    /// <summary>The confusion matrix, if it is counted and there was a step.</summary>
    public ConfusionMatrix? Confusion
    {
        get
        {
            Settle();
            return _confusion?.Matrix;
        }
    }

    /// <summary>Adds a step.</summary>
    public void Add(StepOutcome outcome)
    {
        _late.Enqueue(outcome);
        CountAllBut(outcome.IsLate ? StepsLate : 0);
    }

    /// <summary>Counts the steps whose results are still on their way, and waits for those.</summary>
    public void Settle() => CountAllBut(0);

    /// <summary>Forgets the steps whose results are still on their way: nobody will ask.</summary>
    public void Discard()
    {
        while (_late.TryDequeue(out StepOutcome? outcome))
        {
            outcome.Dispose();
        }
    }

    /// <summary>
    /// Writes the figures of all steps into a log, their names behind the prefix; waits for them if need be.
    /// </summary>
    /// <returns>The log.</returns>
    public OrderedDictionary<string, double> Log(OrderedDictionary<string, double> logs, string prefix = "")
    {
        Settle();
        return LogArrived(logs, prefix);
    }

    /// <summary>Writes the figures of the steps that are counted into a log, their names behind the prefix.</summary>
    /// <returns>The log.</returns>
    public OrderedDictionary<string, double> LogArrived(OrderedDictionary<string, double> logs, string prefix = "")
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
        Settle();
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
    public OrderedDictionary<string, double> Log() =>
        Log(new OrderedDictionary<string, double>(StringComparer.Ordinal));

    private void CountAllBut(int left)
    {
        while (_late.Count > left)
        {
            (double loss, BatchOutputs outputs) = _late.Dequeue().Read();
            _lossSum += loss * outputs.Count;
            Samples += outputs.Count;
            foreach ((_, MetricState state) in _metrics)
            {
                state.Add(outputs);
            }

            _confusion?.Add(outputs);
        }
    }
}
