using System.Diagnostics;
using System.Globalization;
using Trainer.Core.Checkpoints;
using Trainer.Core.Text;

namespace Trainer.Core.Training;

/// <summary>What training recorded at the end of each epoch, as Keras' <c>History</c>.</summary>
/// <remarks>Not thread-safe: the training loop writes, others read when it has ended or inside its callbacks.</remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class History : IStateful
{
    private readonly List<int> _epochs = [];
    private readonly List<string> _metrics = [];
    private readonly Dictionary<string, List<double>> _values = new(StringComparer.Ordinal);

    /// <summary>The recorded epochs, counted from 0 as in Keras, in ascending order.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>
    /// The metrics' names in the order in which they first appeared (<c>loss</c>, <c>accuracy</c>, <c>val_loss</c>, …).
    /// </summary>
    public IReadOnlyList<string> Metrics => _metrics;

    private string DebuggerDisplay => _epochs.Count == 0
        ? "no epochs"
        : $"{_epochs.Count} epochs, last: "
            + string.Join(", ", _metrics.Select(metric => $"{metric} {_values[metric][^1]:G4}"));

    /// <summary>One metric's values, one for each of <see cref="Epochs"/>.</summary>
    /// <param name="metric">A name out of <see cref="Metrics"/>.</param>
    /// <value>The values; not-a-number in epochs that did not record the metric (validation every few epochs).</value>
    /// <exception cref="KeyNotFoundException">There is no such metric; the message names those there are.</exception>
    public IReadOnlyList<double> this[string metric] => _values.TryGetValue(metric, out List<double>? values)
        ? values
        : throw new KeyNotFoundException(UnknownMetric(metric));

    /// <summary>Records an epoch.</summary>
    /// <param name="epoch">The epoch, counted from 0, after the last one recorded.</param>
    /// <param name="logs">Each metric once, in the order to print them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is not after the last one recorded.</exception>
    /// <exception cref="ArgumentException">A metric is given twice.</exception>
    public void Add(int epoch, IReadOnlyList<KeyValuePair<string, double>> logs)
    {
        int last = _epochs.Count > 0 ? _epochs[^1] : -1;
        if (epoch <= last)
        {
            throw new ArgumentOutOfRangeException(
                nameof(epoch), epoch, $"Epochs are recorded once and in ascending order; the last one was {last}.");
        }

        string? twice = logs.CountBy(log => log.Key, StringComparer.Ordinal).FirstOrDefault(
            entry => entry.Value > 1).Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Epoch {epoch} gives the metric '{twice}' more than once.", nameof(logs));
        }

        _epochs.Add(epoch);
        foreach ((string metric, double value) in logs)
        {
            if (!_values.TryGetValue(metric, out List<double>? values))
            {
                _metrics.Add(metric);
                _values.Add(metric, values = [.. Enumerable.Repeat(double.NaN, _epochs.Count - 1)]);
            }

            values.Add(value);
        }

        foreach (List<double> values in _values.Values.Where(values => values.Count < _epochs.Count))
        {
            values.Add(double.NaN);
        }
    }

    /// <summary>
    /// Takes in what a callback has added to the logs of the epoch recorded last, or changed in them.
    /// </summary>
    internal void Amend(IReadOnlyList<KeyValuePair<string, double>> logs)
    {
        foreach ((string metric, double value) in logs)
        {
            if (!_values.TryGetValue(metric, out List<double>? values))
            {
                _metrics.Add(metric);
                _values.Add(metric, values = [.. Enumerable.Repeat(double.NaN, _epochs.Count)]);
            }

            values[^1] = value;
        }
    }

    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        state.Set("epochs", string.Join(' ', _epochs));
        state.Set("metrics", _metrics.Count);
        for (int i = 0; i < _metrics.Count; i++)
        {
            state.Set($"{i}/name", _metrics[i]);
            state.Set(
                $"{i}/values",
                string.Join(
                    ' ', _values[_metrics[i]].Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        _epochs.Clear();
        _metrics.Clear();
        _values.Clear();
        _epochs.AddRange(
            Split(state.GetString("epochs")).Select(epoch => int.Parse(epoch, CultureInfo.InvariantCulture)));
        for (int i = 0; i < state.GetInt64("metrics"); i++)
        {
            _metrics.Add(state.GetString($"{i}/name"));
            _values.Add(
                _metrics[i],
                [
                    .. Split(state.GetString($"{i}/values"))
                        .Select(value => double.Parse(value, CultureInfo.InvariantCulture)),
                ]);
        }

        static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private string UnknownMetric(string metric) => _metrics.Count == 0
        ? $"There is no metric '{metric}': no epoch has been recorded yet."
        : $"There is no metric '{metric}'.{NearestName.Question(metric, _metrics)} "
            + $"Recorded are: {string.Join(", ", _metrics)}.";
}
