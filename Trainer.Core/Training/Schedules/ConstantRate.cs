namespace Trainer.Core.Training.Schedules;

/// <summary>The same rate at every update, unless a callback sets another one.</summary>
public sealed class ConstantRate : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="rate">The rate, above 0.</param>
    public ConstantRate(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate, nameof(rate));
        Rate = rate;
    }

    /// <summary>The rate.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override double RateAt(long update) => Rate;
}
