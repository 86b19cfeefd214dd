namespace Trainer.Host.Sweeps;

/// <summary>What a setting did in each round.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Rates">Images per second, one number a round.</param>
/// <param name="Readiness">The share of takes that found a batch ready, in the mean over the rounds.</param>
internal sealed record SweepResult(SweepSetting Setting, IReadOnlyList<double> Rates, double Readiness)
{
    /// <summary>The median over the rounds.</summary>
    public double Median { get; } = MedianOf(Rates);

    /// <summary>The slowest round.</summary>
    public double Lowest => Rates.Min();

    /// <summary>The fastest round.</summary>
    public double Highest => Rates.Max();

    /// <summary>The median of numbers; of an even count the mean of the middle two.</summary>
    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
