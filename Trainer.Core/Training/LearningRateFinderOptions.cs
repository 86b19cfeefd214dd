namespace Trainer.Core.Training;

/// <summary>How to look for a learning rate.</summary>
public sealed record LearningRateFinderOptions
{
    /// <summary>The first step's rate, above 0. Default 1e-6.</summary>
    public double MinRate { get; init; } = 1e-6;

    /// <summary>The last step's rate, above <see cref="MinRate"/>. Default 10.</summary>
    public double MaxRate { get; init; } = 10;

    /// <summary>Steps, at least 2. Default 100.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>The share of the past in the smoothed loss, 0 to below 1. Default 0.9.</summary>
    public double Smoothing { get; init; } = 0.9;

    /// <summary>Stop when the smoothed loss is so many times its minimum, above 1. Default 4.</summary>
    public double StopFactor { get; init; } = 4;

    /// <summary>Samples per batch of data in memory, at least 1. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Seeds the order of data in memory. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Everything that is wrong with the options, each with the value and what is allowed.</summary>
    public IReadOnlyList<string> Validate()
    {
        (bool Holds, string Problem)[] rules =
        [
            (MinRate is > 0 and < double.PositiveInfinity, $"{nameof(MinRate)} is {MinRate}; it must be above 0."),
            (MaxRate > MinRate && MaxRate < double.PositiveInfinity,
                $"{nameof(MaxRate)} is {MaxRate}; it must be above {nameof(MinRate)}, which is {MinRate}."),
            (Steps >= 2, $"{nameof(Steps)} is {Steps}; it must be at least 2."),
            (Smoothing is >= 0 and < 1, $"{nameof(Smoothing)} is {Smoothing}; it must be from 0 to below 1."),
            (StopFactor > 1, $"{nameof(StopFactor)} is {StopFactor}; it must be above 1."),
            (BatchSize >= 1, $"{nameof(BatchSize)} is {BatchSize}; it must be at least 1."),
        ];
        return [.. rules.Where(rule => !rule.Holds).Select(rule => rule.Problem)];
    }
}
