using Trainer.Core.Text;

namespace Trainer.Core.Training.Callbacks;

/// <summary>Reads one figure out of the logs and says whether it got better.</summary>
internal sealed class Monitor
{
    private static readonly string[] LargeIsGood = ["acc", "precision", "recall", "f1"];

    private readonly string _name;
    private readonly bool _max;
    private readonly double _minDelta;

    /// <summary>Makes the monitor.</summary>
    /// <param name="name">The figure's key in the logs.</param>
    /// <param name="mode">Which values are good.</param>
    /// <param name="minDelta">The least change that counts, at least 0.</param>
    public Monitor(string name, MonitorMode mode, double minDelta = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegative(minDelta);
        _name = name;
        _minDelta = minDelta;
        _max = mode == MonitorMode.Max
            || (mode == MonitorMode.Auto && LargeIsGood.Any(part => name.Contains(part, StringComparison.Ordinal)));
        Worst = _max ? double.NegativeInfinity : double.PositiveInfinity;
    }

    /// <summary>What any value is better than.</summary>
    public double Worst { get; }

    /// <summary>Whether a value is better than another one by enough; not-a-number never is.</summary>
    public bool IsBetter(double value, double than) => _max ? value - _minDelta > than : value + _minDelta < than;

    /// <summary>The figure.</summary>
    /// <param name="logs">An epoch's logs.</param>
    /// <param name="parameters">Tell whether there is a validation, which need not run after every epoch.</param>
    /// <returns>The value, or null when this epoch had no validation.</returns>
    /// <exception cref="InvalidOperationException">There is no such figure at all.</exception>
    public double? Read(OrderedDictionary<string, double> logs, TrainingParameters parameters)
    {
        if (logs.TryGetValue(_name, out double value))
        {
            return value;
        }

        bool validated = logs.Keys.Any(IsOfValidation);
        if (IsOfValidation(_name) && parameters.ValidationFrequency > 0 && !validated)
        {
            return null;
        }

        string reason = IsOfValidation(_name) && parameters.ValidationFrequency == 0
            ? "there is no validation"
            : "nothing of that name is measured";
        throw new InvalidOperationException(
            $"A callback monitors '{_name}', but {reason}.{NearestName.Question(_name, logs.Keys)} The logs have "
                + $"{string.Join(", ", logs.Keys)}.");
    }

    private static bool IsOfValidation(string name) => name.StartsWith("val_", StringComparison.Ordinal);
}
