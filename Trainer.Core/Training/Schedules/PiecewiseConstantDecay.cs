namespace Trainer.Core.Training.Schedules;

/// <summary>One rate after another, each up to a boundary: Keras' <c>PiecewiseConstantDecay</c>.</summary>
public sealed class PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly long[] _boundaries;
    private readonly double[] _rates;

    /// <summary>Makes the schedule.</summary>
    /// <param name="boundaries">The last update, counted from 0, of each rate but the last, in ascending order.</param>
    /// <param name="rates">The rates, above 0; one more than there are boundaries.</param>
    /// <exception cref="ArgumentException">The lists do not fit.</exception>
    public PiecewiseConstantDecay(IReadOnlyList<long> boundaries, IReadOnlyList<double> rates)
    {
        if (rates.Count != boundaries.Count + 1)
        {
            throw new ArgumentException(
                $"There are {boundaries.Count} boundaries and {rates.Count} rates; "
                    + "there must be one rate more than boundaries.",
                nameof(rates));
        }

        foreach (double rate in rates)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate, nameof(rates));
        }

        if (boundaries.Zip(boundaries.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException(
                $"The boundaries {string.Join(", ", boundaries)} are not in ascending order.", nameof(boundaries));
        }

        _boundaries = [.. boundaries];
        _rates = [.. rates];
    }

    /// <inheritdoc/>
    public override double RateAt(long update)
    {
        int piece = Array.FindIndex(_boundaries, boundary => update <= boundary);
        return piece < 0 ? _rates[^1] : _rates[piece];
    }
}
