namespace Trainer.Core.Training.Callbacks;

/// <summary>
/// Ends the training at the first step whose loss is not a finite number, without an error: Keras'
/// <c>TerminateOnNaN</c>. On a GPU, which is not waited for, one step later.
/// </summary>
public sealed class TerminateOnNaN : Callback
{
    private int _step;

    /// <summary>The step of its epoch at which the training was ended; null if it was not.</summary>
    public int? TerminatedStep { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, StepLogs logs)
    {
        _step = step;

        // The epoch ends with a look at the network's state, which is to find the training ended.
        Look(step + 1 == Parameters.Steps ? logs.All : logs.Arrived);
    }

    /// <summary>Looks at the last step's results too, which may have been on their way.</summary>
    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) => Look(logs);

    private void Look(IEnumerable<KeyValuePair<string, double>> logs)
    {
        if (TerminatedStep is null
            && logs.Any(figure => figure is { Key: "loss", Value: var loss } && !double.IsFinite(loss)))
        {
            TerminatedStep = _step;
            Model.StopTraining = true;
        }
    }
}
