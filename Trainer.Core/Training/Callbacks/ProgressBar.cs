using Trainer.Core.Progress;

namespace Trainer.Core.Training.Callbacks;

/// <summary>Prints each epoch as Keras does with <c>verbose</c> 1 (a bar) or 2 (a line).</summary>
/// <remarks>
/// <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> add one that writes to the console when their options ask for it.
/// </remarks>
public sealed class ProgressBar : Callback
{
    private readonly EpochProgress _progress;
    private bool _training;

    /// <summary>Makes the callback.</summary>
    /// <param name="writer">Where to print; null for the console.</param>
    /// <param name="verbose">1 for a bar, which moves on a terminal; 2 for one line without a bar.</param>
    /// <param name="live">
    /// Whether a line can be written over; null to find out, which is true for a console that is a terminal.
    /// </param>
    /// <param name="width">Columns of the terminal, asked before each writing; null or 0 for not known.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ProgressBar(
        TextWriter? writer = null,
        int verbose = 1,
        bool? live = null,
        Func<int>? width = null,
        TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(verbose, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(verbose, 2);
        bool writesOver = verbose == 1 && (live ?? (writer is null && !Console.IsOutputRedirected));
        _progress = new EpochProgress(
            writer ?? Console.Out, writesOver, width ?? (() => 0), time ?? TimeProvider.System, showsBar: verbose == 1);
    }

    /// <summary>Ends a half-written line, so that a message can follow it.</summary>
    public void Break() => _progress.Break();

    /// <inheritdoc/>
    public override void OnTrainBegin() => _training = true;

    /// <inheritdoc/>
    public override void OnTrainEnd() => _training = false;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _progress.BeginEpoch(epoch, Parameters.Epochs, Parameters.Steps);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, StepLogs logs) => _progress.Update(step + 1, () => logs.Arrived);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) => _progress.EndEpoch(logs);

    /// <inheritdoc/>
    public override void OnTestBegin() => BeginPass();

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int step, StepLogs logs) => UpdatePass(step, () => logs.Arrived);

    /// <inheritdoc/>
    public override void OnTestEnd(OrderedDictionary<string, double> logs) => EndPass(logs);

    /// <inheritdoc/>
    public override void OnPredictBegin() => BeginPass();

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int step) => UpdatePass(step, () => []);

    /// <inheritdoc/>
    public override void OnPredictEnd() => EndPass([]);

    /// <summary>A validation is a part of its epoch's line.</summary>
    private void BeginPass()
    {
        if (!_training)
        {
            _progress.BeginPass(Parameters.Steps);
        }
    }

    private void UpdatePass(int step, Func<IReadOnlyList<KeyValuePair<string, double>>> logs)
    {
        if (!_training)
        {
            _progress.Update(step + 1, logs);
        }
    }

    private void EndPass(IReadOnlyList<KeyValuePair<string, double>> logs)
    {
        if (!_training)
        {
            _progress.EndEpoch(logs);
        }
    }
}
