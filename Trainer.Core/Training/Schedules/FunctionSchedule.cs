namespace Trainer.Core.Training.Schedules;

/// <summary>Any function of the number of updates.</summary>
/// <param name="rateAt">
/// Gives the rate of the update before which that many were made. It must depend on nothing else, or a resumed run
/// differs.
/// </param>
public sealed class FunctionSchedule(Func<long, double> rateAt) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long update) => rateAt(update);
}
