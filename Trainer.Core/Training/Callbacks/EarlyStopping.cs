using Trainer.Core.Checkpoints;

namespace Trainer.Core.Training.Callbacks;

/// <summary>Ends the training when a figure has not got better for some epochs: Keras' <c>EarlyStopping</c>.</summary>
public sealed class EarlyStopping : Callback, IStateful, IDisposable
{
    private readonly Monitor _monitor;
    private readonly int _patience;
    private readonly double? _baseline;
    private readonly bool _restoreBestWeights;
    private readonly int _startFromEpoch;
    private StateDictionary? _bestWeights;
    private double _best;
    private int _wait;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">The figure to watch.</param>
    /// <param name="minDelta">The least change that counts as better, at least 0.</param>
    /// <param name="patience">
    /// How many epochs without improvement are too many, at least 0; 0 and 1 are the same, as in Keras.
    /// </param>
    /// <param name="mode">Which values are good.</param>
    /// <param name="baseline">A value to be reached at all; null for none.</param>
    /// <param name="restoreBestWeights">
    /// Whether the training ends with the weights of its best epoch, stopped early or not.
    /// </param>
    /// <param name="startFromEpoch">The epoch, from 0, before which nothing is watched.</param>
    public EarlyStopping(
        string monitor = "val_loss",
        double minDelta = 0,
        int patience = 0,
        MonitorMode mode = MonitorMode.Auto,
        double? baseline = null,
        bool restoreBestWeights = false,
        int startFromEpoch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(startFromEpoch);
        _monitor = new Monitor(monitor, mode, minDelta);
        _patience = patience;
        _baseline = baseline;
        _restoreBestWeights = restoreBestWeights;
        _startFromEpoch = startFromEpoch;
        _best = _monitor.Worst;
    }

    /// <summary>The epoch after which the training was ended; null if it was not.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <summary>The best epoch so far; null before the first one that was watched.</summary>
    public int? BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
        if (epoch < _startFromEpoch || _monitor.Read(logs, Parameters) is not { } value)
        {
            return;
        }

        if (_restoreBestWeights && _bestWeights is null)
        {
            // If nothing is ever better than not-a-number, the first weights are the best.
            KeepWeights(epoch);
        }

        _wait++;
        if (_monitor.IsBetter(value, _best))
        {
            _best = value;
            BestEpoch = epoch;
            if (_restoreBestWeights)
            {
                KeepWeights(epoch);
            }

            if (_baseline is not { } baseline || _monitor.IsBetter(value, baseline))
            {
                _wait = 0;
            }
        }

        if (_wait >= _patience && epoch > 0)
        {
            StoppedEpoch = epoch;
            Model.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd()
    {
        if (_bestWeights is not null)
        {
            Model.SetWeights(_bestWeights);
            Dispose();
        }

        // For another run; here and not at its beginning, where a state may have been loaded.
        _best = _monitor.Worst;
        _wait = 0;
    }

    /// <summary>Frees the weights that are kept; only a training that was not brought to its end leaves any.</summary>
    public void Dispose()
    {
        _bestWeights?.Dispose();
        _bestWeights = null;
    }

    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        state.Set("best", _best);
        state.Set("wait", _wait);
        state.Set("best_epoch", BestEpoch ?? -1);
        StateDictionary weights = state.Section("weights");
        if (_bestWeights is not null)
        {
            Copy(_bestWeights, weights);
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        _best = state.GetDouble("best");
        _wait = (int)state.GetInt64("wait");
        BestEpoch = state.GetInt64("best_epoch") is var epoch and >= 0 ? (int)epoch : null;
        Dispose();
        StateDictionary weights = state.Section("weights");
        if (weights.Tensors.Count > 0)
        {
            _bestWeights = new StateDictionary();
            Copy(weights, _bestWeights);
        }
    }

    private static void Copy(StateDictionary from, StateDictionary to)
    {
        foreach ((string name, TorchSharp.torch.Tensor tensor) in from.Tensors)
        {
            to.Set(name, tensor);
        }
    }

    private void KeepWeights(int epoch)
    {
        _bestWeights ??= new StateDictionary();
        Model.GetWeights(_bestWeights);
        BestEpoch = epoch;
    }
}
