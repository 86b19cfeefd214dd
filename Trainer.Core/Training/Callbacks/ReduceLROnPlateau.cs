using Trainer.Core.Checkpoints;

namespace Trainer.Core.Training.Callbacks;

/// <summary>
/// Lowers the learning rate when a figure has not got better for some epochs: Keras' <c>ReduceLROnPlateau</c>.
/// </summary>
/// <remarks>
/// It needs an optimizer that was made with a number for its rate. The rate is logged as <c>learning_rate</c>.
/// </remarks>
public sealed class ReduceLROnPlateau : Callback, IStateful
{
    private readonly Monitor _monitor;
    private readonly double _factor;
    private readonly int _patience;
    private readonly int _cooldown;
    private readonly double _minRate;
    private double _best;
    private int _wait;
    private int _cooling;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">The figure to watch.</param>
    /// <param name="factor">What the rate is multiplied by, above 0 and below 1.</param>
    /// <param name="patience">How many epochs without improvement are too many, at least 0.</param>
    /// <param name="mode">Which values are good.</param>
    /// <param name="minDelta">The least change that counts as better, at least 0.</param>
    /// <param name="cooldown">The epochs after a change that are not counted, at least 0.</param>
    /// <param name="minRate">The rate not to go below, at least 0.</param>
    public ReduceLROnPlateau(
        string monitor = "val_loss",
        double factor = 0.1,
        int patience = 10,
        MonitorMode mode = MonitorMode.Auto,
        double minDelta = 1e-4,
        int cooldown = 0,
        double minRate = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(factor, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        ArgumentOutOfRangeException.ThrowIfNegative(minRate);
        _monitor = new Monitor(monitor, mode, minDelta);
        (_factor, _patience, _cooldown, _minRate) = (factor, patience, cooldown, minRate);
        _best = _monitor.Worst;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin() => LearningRateScheduler.RequireSettableRate(Model, nameof(ReduceLROnPlateau));

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
        double rate = Model.Optimizer!.LearningRate;
        logs["learning_rate"] = rate;
        if (_monitor.Read(logs, Parameters) is not { } value)
        {
            return;
        }

        if (_cooling > 0)
        {
            _cooling--;
            _wait = 0;
        }

        if (_monitor.IsBetter(value, _best))
        {
            _best = value;
            _wait = 0;
        }
        else if (_cooling == 0 && ++_wait >= _patience && rate > _minRate)
        {
            Model.Optimizer.LearningRate = Math.Max(rate * _factor, _minRate);
            _cooling = _cooldown;
            _wait = 0;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd()
    {
        // For another run; here and not at its beginning, where a state may have been loaded.
        _best = _monitor.Worst;
        _wait = 0;
        _cooling = 0;
    }

    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        state.Set("best", _best);
        state.Set("wait", _wait);
        state.Set("cooling", _cooling);
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        _best = state.GetDouble("best");
        _wait = (int)state.GetInt64("wait");
        _cooling = (int)state.GetInt64("cooling");
    }
}
