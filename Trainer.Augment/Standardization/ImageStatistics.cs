namespace Trainer.Augment.Standardization;

/// <summary>What <c>Fit</c> learnt about a data set.</summary>
/// <param name="Mean">The mean of each channel, after rescaling.</param>
/// <param name="Std">The standard deviation of each channel, after rescaling.</param>
/// <param name="ZcaMatrix">
/// The whitening matrix, L × L values row by row, where L is height × width × channels and values count with the
/// channels side by side; null when whitening is off. It is symmetric.
/// </param>
public sealed record ImageStatistics(
    IReadOnlyList<float> Mean,
    IReadOnlyList<float> Std,
    IReadOnlyList<float>? ZcaMatrix = null);
