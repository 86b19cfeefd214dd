using System.Globalization;
using System.Text.RegularExpressions;
using Trainer.Core.Checkpoints;

namespace Trainer.Core.Training.Callbacks;

/// <summary>Saves the weights after epochs: every so many, or whenever a figure is the best so far.</summary>
public sealed partial class ModelCheckpoint : Callback, IStateful
{
    private readonly string _path;
    private readonly Monitor _monitor;
    private readonly bool _bestOnly;
    private readonly int _everyEpochs;
    private double _best;

    /// <summary>Makes the callback.</summary>
    /// <param name="path">
    /// The file to write. <c>{epoch}</c> stands for the epoch, counted from 1, and the name of a figure in braces for
    /// its value, both with an optional .NET format: <c>weights-{epoch:000}-{val_loss:F4}.dat</c>.
    /// </param>
    /// <param name="monitor">The figure that decides what is best.</param>
    /// <param name="saveBestOnly">Whether to save only when it is the best so far.</param>
    /// <param name="mode">Which values of it are good.</param>
    /// <param name="everyEpochs">Save, or look whether it got better, after every so many epochs; at least 1.</param>
    public ModelCheckpoint(
        string path,
        string monitor = "val_loss",
        bool saveBestOnly = false,
        MonitorMode mode = MonitorMode.Auto,
        int everyEpochs = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everyEpochs);
        _path = path;
        _monitor = new Monitor(monitor, mode);
        _bestOnly = saveBestOnly;
        _everyEpochs = everyEpochs;
        _best = _monitor.Worst;
    }

    /// <summary>The file that was written last; null before the first.</summary>
    public string? LastPath { get; private set; }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
        if ((epoch + 1) % _everyEpochs != 0)
        {
            return;
        }

        if (_bestOnly)
        {
            if (_monitor.Read(logs, Parameters) is not { } value || !_monitor.IsBetter(value, _best))
            {
                return;
            }

            _best = value;
        }

        LastPath = FileName(epoch, logs);
        Model.SaveWeights(LastPath);
    }

    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        state.Set("best", _best);
        state.Set("last_path", LastPath ?? string.Empty);
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        _best = state.GetDouble("best");
        LastPath = state.GetString("last_path") is { Length: > 0 } path ? path : null;
    }

    private string FileName(int epoch, OrderedDictionary<string, double> logs) => Placeholder().Replace(_path, match =>
    {
        string name = match.Groups["name"].Value;
        string format = match.Groups["format"].Value;
        if (string.Equals(name, "epoch", StringComparison.Ordinal))
        {
            return (epoch + 1).ToString(format, CultureInfo.InvariantCulture);
        }

        return logs.TryGetValue(name, out double value)
            ? value.ToString(format, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(
                $"The path '{_path}' names '{name}', but the logs have {string.Join(", ", logs.Keys)}.");
    });

    [GeneratedRegex(
        @"\{(?<name>\w+)(:(?<format>[^}]*))?\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
