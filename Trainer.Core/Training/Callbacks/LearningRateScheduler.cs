namespace Trainer.Core.Training.Callbacks;

/// <summary>Sets the learning rate before each epoch: Keras' <c>LearningRateScheduler</c>.</summary>
/// <remarks>
/// It needs an optimizer that was made with a number for its rate. The rate is logged as <c>learning_rate</c>.
/// </remarks>
/// <param name="schedule">Gives the rate from the epoch, from 0, and the present rate.</param>
public sealed class LearningRateScheduler(Func<int, double, double> schedule) : Callback
{
    /// <inheritdoc/>
    public override void OnTrainBegin() => RequireSettableRate(Model, nameof(LearningRateScheduler));

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) =>
        Model.Optimizer!.LearningRate = schedule(epoch, Model.Optimizer.LearningRate);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) =>
        logs["learning_rate"] = Model.Optimizer!.LearningRate;

    /// <summary>Throws before the first epoch rather than after many.</summary>
    internal static void RequireSettableRate(Model model, string callback)
    {
        if (model.Optimizer!.HasSchedule)
        {
            throw new InvalidOperationException(
                $"{callback} sets the learning rate, but the optimizer has a schedule; "
                    + "make the optimizer with a number, or leave out the callback.");
        }
    }
}
