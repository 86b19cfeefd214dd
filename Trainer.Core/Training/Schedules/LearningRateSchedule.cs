namespace Trainer.Core.Training.Schedules;

/// <summary>
/// The learning rate of each update: a pure function of how many updates were made, so that it has no state of its own.
/// </summary>
/// <remarks>A plain number converts to a schedule that never changes.</remarks>
public abstract class LearningRateSchedule
{
    /// <summary>A rate that never changes.</summary>
    /// <param name="rate">The rate, above 0.</param>
    public static implicit operator LearningRateSchedule(double rate) => FromDouble(rate);

    /// <summary>A rate that never changes.</summary>
    /// <param name="rate">The rate, above 0.</param>
    public static LearningRateSchedule FromDouble(double rate) => new ConstantRate(rate);

    /// <summary>The rate of an update.</summary>
    /// <param name="update">How many updates were made before it, from 0.</param>
    public abstract double RateAt(long update);
}
