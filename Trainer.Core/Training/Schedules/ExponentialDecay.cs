namespace Trainer.Core.Training.Schedules;

/// <summary>
/// Keras' <c>ExponentialDecay</c>: initial · rate^(update / steps); with whole exponents only, it falls in steps.
/// </summary>
public sealed class ExponentialDecay : LearningRateSchedule
{
    private readonly double _initialRate;
    private readonly double _decaySteps;
    private readonly double _decayRate;
    private readonly bool _staircase;

    /// <summary>Makes the schedule.</summary>
    /// <param name="initialRate">The first update's rate, above 0.</param>
    /// <param name="decaySteps">
    /// The updates in which the rate is multiplied by <paramref name="decayRate"/> once, above 0.
    /// </param>
    /// <param name="decayRate">The factor, above 0.</param>
    /// <param name="staircase">Whether the rate keeps its value until all those updates were made.</param>
    public ExponentialDecay(double initialRate, double decaySteps, double decayRate, bool staircase = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initialRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decaySteps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decayRate);
        (_initialRate, _decaySteps, _decayRate, _staircase) = (initialRate, decaySteps, decayRate, staircase);
    }

    /// <inheritdoc/>
    public override double RateAt(long update)
    {
        double times = update / _decaySteps;
        return _initialRate * Math.Pow(_decayRate, _staircase ? Math.Floor(times) : times);
    }
}
