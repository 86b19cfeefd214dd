namespace Trainer.Core.Training.Callbacks;

/// <summary>
/// A callback made of functions: Keras' <c>LambdaCallback</c>. Each is called at the hook of its name.
/// </summary>
public sealed class LambdaCallback : Callback
{
    /// <summary>Called by <see cref="OnTrainBegin"/>.</summary>
    public Action? TrainBegin { get; init; }

    /// <summary>Called by <see cref="OnTrainEnd"/>.</summary>
    public Action? TrainEnd { get; init; }

    /// <summary>Called by <see cref="OnEpochBegin"/>.</summary>
    public Action<int>? EpochBegin { get; init; }

    /// <summary>Called by <see cref="OnEpochEnd"/>.</summary>
    public Action<int, OrderedDictionary<string, double>>? EpochEnd { get; init; }

    /// <summary>Called by <see cref="OnTrainBatchBegin"/>.</summary>
    public Action<int>? TrainBatchBegin { get; init; }

    /// <summary>Called by <see cref="OnTrainBatchEnd"/>.</summary>
    public Action<int, StepLogs>? TrainBatchEnd { get; init; }

    /// <summary>Called by <see cref="OnTestBegin"/>.</summary>
    public Action? TestBegin { get; init; }

    /// <summary>Called by <see cref="OnTestEnd"/>.</summary>
    public Action<OrderedDictionary<string, double>>? TestEnd { get; init; }

    /// <summary>Called by <see cref="OnTestBatchBegin"/>.</summary>
    public Action<int>? TestBatchBegin { get; init; }

    /// <summary>Called by <see cref="OnTestBatchEnd"/>.</summary>
    public Action<int, StepLogs>? TestBatchEnd { get; init; }

    /// <summary>Called by <see cref="OnPredictBegin"/>.</summary>
    public Action? PredictBegin { get; init; }

    /// <summary>Called by <see cref="OnPredictEnd"/>.</summary>
    public Action? PredictEnd { get; init; }

    /// <summary>Called by <see cref="OnPredictBatchBegin"/>.</summary>
    public Action<int>? PredictBatchBegin { get; init; }

    /// <summary>Called by <see cref="OnPredictBatchEnd"/>.</summary>
    public Action<int>? PredictBatchEnd { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin() => TrainBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTrainEnd() => TrainEnd?.Invoke();

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => EpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) => EpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int step) => TrainBatchBegin?.Invoke(step);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, StepLogs logs) => TrainBatchEnd?.Invoke(step, logs);

    /// <inheritdoc/>
    public override void OnTestBegin() => TestBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTestEnd(OrderedDictionary<string, double> logs) => TestEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTestBatchBegin(int step) => TestBatchBegin?.Invoke(step);

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int step, StepLogs logs) => TestBatchEnd?.Invoke(step, logs);

    /// <inheritdoc/>
    public override void OnPredictBegin() => PredictBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnPredictEnd() => PredictEnd?.Invoke();

    /// <inheritdoc/>
    public override void OnPredictBatchBegin(int step) => PredictBatchBegin?.Invoke(step);

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int step) => PredictBatchEnd?.Invoke(step);
}
