namespace Trainer.Core.Training.Schedules;

/// <summary>Up to a high rate and down to almost nothing, each along half a cosine.</summary>
/// <remarks>
/// Source: L. Smith and N. Topin, "Super-Convergence", 2017, in the two-phase form that fastai made common and
/// PyTorch's <c>OneCycleLR</c> has. Keras has none.
/// </remarks>
public sealed class OneCycle : LearningRateSchedule
{
    private readonly double _first;
    private readonly double _peak;
    private readonly double _last;
    private readonly double _peakAt;
    private readonly double _lastAt;

    /// <summary>Makes the schedule.</summary>
    /// <param name="maxRate">The peak, above 0.</param>
    /// <param name="totalSteps">The updates of the whole cycle, at least 1; the last rate stays from then on.</param>
    /// <param name="riseShare">The share of the cycle in which the rate rises, 0 to 1.</param>
    /// <param name="divisor">The peak by the first rate, above 0.</param>
    /// <param name="finalDivisor">The first rate by the last one, above 0.</param>
    public OneCycle(
        double maxRate, long totalSteps, double riseShare = 0.3, double divisor = 25, double finalDivisor = 1e4)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(riseShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(riseShare, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(divisor);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(finalDivisor);
        _peak = maxRate;
        _first = maxRate / divisor;
        _last = _first / finalDivisor;
        _peakAt = Math.Max(0, (riseShare * totalSteps) - 1);
        _lastAt = totalSteps - 1;
    }

    /// <inheritdoc/>
    public override double RateAt(long update)
    {
        if (update < _peakAt)
        {
            return Along(_first, _peak, update / _peakAt);
        }

        return update < _lastAt ? Along(_peak, _last, (update - _peakAt) / (_lastAt - _peakAt)) : _last;
    }

    private static double Along(double from, double to, double done) =>
        to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * done)));
}
