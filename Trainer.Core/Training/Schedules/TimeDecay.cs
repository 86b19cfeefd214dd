namespace Trainer.Core.Training.Schedules;

/// <summary>Keras' <c>InverseTimeDecay</c>: initial / (1 + decay · update / steps).</summary>
public sealed class TimeDecay : LearningRateSchedule
{
    private readonly double _initialRate;
    private readonly double _decay;
    private readonly double _decaySteps;

    /// <summary>Makes the schedule.</summary>
    /// <param name="initialRate">The first update's rate, above 0.</param>
    /// <param name="decay">How much the divisor grows in <paramref name="decaySteps"/> updates, at least 0.</param>
    /// <param name="decaySteps">
    /// The unit of time in updates, above 0; with 1 it is the <c>decay</c> of older versions of Keras.
    /// </param>
    public TimeDecay(double initialRate, double decay, double decaySteps = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initialRate);
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decaySteps);
        (_initialRate, _decay, _decaySteps) = (initialRate, decay, decaySteps);
    }

    /// <inheritdoc/>
    public override double RateAt(long update) => _initialRate / (1 + (_decay * update / _decaySteps));
}
