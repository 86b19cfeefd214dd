namespace Trainer.Core.Training.Schedules;

/// <summary>Down half a cosine, behind a warm-up if there is to be one: Keras' <c>CosineDecay</c>.</summary>
/// <remarks>
/// Without warm-up: initial · ((1 − α) · ½(1 + cos π·t/T) + α), and from T on initial · α. With it the rate first rises
/// evenly to the target, and the cosine starts there. Source: I. Loshchilov and F. Hutter, "SGDR", 2016.
/// </remarks>
public sealed class CosineDecay : LearningRateSchedule
{
    private readonly double _initialRate;
    private readonly long _decaySteps;
    private readonly double _alpha;
    private readonly double _peak;
    private readonly long _warmupSteps;

    /// <summary>Makes the schedule.</summary>
    /// <param name="initialRate">The first update's rate, at least 0, and above 0 without warm-up.</param>
    /// <param name="decaySteps">
    /// T: the updates of the cosine, at least 1; those of the warm-up come before them.
    /// </param>
    /// <param name="alpha">α: the share of the peak that is left at the end, 0 to 1.</param>
    /// <param name="warmupTarget">The peak, above 0; null for no warm-up.</param>
    /// <param name="warmupSteps">The updates of the warm-up, at least 0.</param>
    public CosineDecay(
        double initialRate, long decaySteps, double alpha = 0, double? warmupTarget = null, long warmupSteps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decaySteps);
        ArgumentOutOfRangeException.ThrowIfNegative(alpha);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(alpha, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(warmupTarget ?? initialRate, nameof(warmupTarget));
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        _initialRate = initialRate;
        _decaySteps = decaySteps;
        _alpha = alpha;
        _peak = warmupTarget ?? initialRate;
        _warmupSteps = warmupTarget is null ? 0 : warmupSteps;
    }

    /// <inheritdoc/>
    public override double RateAt(long update)
    {
        if (update < _warmupSteps)
        {
            return _initialRate + ((_peak - _initialRate) * update / _warmupSteps);
        }

        double done = (double)Math.Min(update - _warmupSteps, _decaySteps) / _decaySteps;
        double cosine = 0.5 * (1 + Math.Cos(Math.PI * done));
        return _peak * (((1 - _alpha) * cosine) + _alpha);
    }
}
