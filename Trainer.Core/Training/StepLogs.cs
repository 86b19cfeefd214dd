namespace Trainer.Core.Training;

/// <summary>
/// The figures of an epoch up to a step, by their names, such as <c>loss</c> and <c>accuracy</c>, in the order of the
/// metrics. Keras' <c>logs</c>.
/// </summary>
/// <remarks>
/// They are worked out when they are read. On a GPU the last steps' results are still on their way then, and reading
/// waits for them; <see cref="Arrived"/> does not. For the Torch thread, within the hook that is given them: copy what
/// you keep.
/// </remarks>
public sealed class StepLogs
{
    private readonly OrderedDictionary<string, double> _values;
    private readonly Figures _figures;

    /// <summary>Shows figures.</summary>
    /// <param name="values">Where they are written, beside what callbacks add.</param>
    /// <param name="figures">The figures.</param>
    internal StepLogs(OrderedDictionary<string, double> values, Figures figures) =>
        (_values, _figures) = (values, figures);

    /// <summary>All figures, and what callbacks have added.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> All => _figures.Log(_values);

    /// <summary>
    /// The figures without those of steps whose results are still on their way: on a GPU they are one step behind, and
    /// there are none before the first has arrived. On the CPU they are all there.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, double>> Arrived =>
        _figures.Samples == 0 ? [] : _figures.LogArrived(_values);

    /// <summary>A figure; a callback may add one, which is then in the logs of the epoch too.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public double this[string name]
    {
        get => _figures.Log(_values)[name];
        set => _values[name] = value;
    }
}
