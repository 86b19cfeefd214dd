namespace Trainer.Core.Training.Callbacks;

/// <summary>Ends the training at the first step whose loss is not a finite number, without an error: Keras' <c>TerminateOnNaN</c>.</summary>
public sealed class TerminateOnNaN : Callback
{
    /// <summary>The step of its epoch at which the training was ended; null if it was not.</summary>
    public int? TerminatedStep { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, OrderedDictionary<string, double> logs)
    {
        if (!double.IsFinite(logs["loss"]))
        {
            TerminatedStep = step;
            Model.StopTraining = true;
        }
    }
}
