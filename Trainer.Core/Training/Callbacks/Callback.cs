namespace Trainer.Core.Training.Callbacks;

/// <summary>Keras' hooks into training. Override what you need.</summary>
/// <remarks>
/// Each hook is called exactly once for its event, on the Torch thread, and has ended before training goes on. What it
/// throws ends the training and reaches the caller of <c>Fit</c>. Epochs and steps count from 0. Logs are named values,
/// such as <c>loss</c> and <c>val_accuracy</c>, and belong to the caller: copy what you keep.
/// </remarks>
public abstract class Callback
{
    /// <summary>The model in training; set before <see cref="OnTrainBegin"/>.</summary>
    public Model Model { get; internal set; } = null!;

    /// <summary>Epochs and steps of the training; set before each <see cref="OnEpochBegin"/>.</summary>
    public TrainingParameters Parameters { get; internal set; } = new(0, null);

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin()
    {
    }

    /// <summary>After the last epoch.</summary>
    public virtual void OnTrainEnd()
    {
    }

    /// <summary>Before the first step of an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    public virtual void OnEpochBegin(int epoch)
    {
    }

    /// <summary>After an epoch and its validation.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="logs">The epoch's figures, those of the validation with the prefix <c>val_</c>.</param>
    public virtual void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
    }

    /// <summary>Before a step.</summary>
    /// <param name="step">The step in the epoch.</param>
    public virtual void OnTrainBatchBegin(int step)
    {
    }

    /// <summary>After a step.</summary>
    /// <param name="step">The step in the epoch.</param>
    /// <param name="logs">The means over the epoch so far.</param>
    public virtual void OnTrainBatchEnd(int step, StepLogs logs)
    {
    }

    /// <summary>Before a validation or evaluation.</summary>
    public virtual void OnTestBegin()
    {
    }

    /// <summary>After a validation or evaluation.</summary>
    /// <param name="logs">Its figures, without a prefix.</param>
    public virtual void OnTestEnd(OrderedDictionary<string, double> logs)
    {
    }

    /// <summary>Before a batch of a validation or evaluation.</summary>
    /// <param name="step">The batch's number, from 0.</param>
    public virtual void OnTestBatchBegin(int step)
    {
    }

    /// <summary>After a batch of a validation or evaluation.</summary>
    /// <param name="step">The batch's number, from 0.</param>
    /// <param name="logs">The figures over the batches so far.</param>
    public virtual void OnTestBatchEnd(int step, StepLogs logs)
    {
    }

    /// <summary>Before a prediction.</summary>
    public virtual void OnPredictBegin()
    {
    }

    /// <summary>After a prediction.</summary>
    public virtual void OnPredictEnd()
    {
    }

    /// <summary>Before a batch of a prediction.</summary>
    /// <param name="step">The batch's number, from 0.</param>
    public virtual void OnPredictBatchBegin(int step)
    {
    }

    /// <summary>After a batch of a prediction.</summary>
    /// <param name="step">The batch's number, from 0.</param>
    public virtual void OnPredictBatchEnd(int step)
    {
    }
}
