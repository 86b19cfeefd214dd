namespace Trainer.Augment.Transforms;

/// <summary>The interval the brightness factor is drawn from. Keras' <c>brightness_range</c>.</summary>
/// <param name="Low">The lower end, 0 or more; 0 is black, 1 changes nothing.</param>
/// <param name="High">The upper end, at least <paramref name="Low"/>.</param>
public readonly record struct BrightnessRange(double Low, double High)
{
    /// <summary>Takes a pair where Keras takes one.</summary>
    /// <param name="range">The lower and the upper end.</param>
    public static implicit operator BrightnessRange((double Low, double High) range) => new(range.Low, range.High);

    /// <summary>Takes a pair where Keras takes one.</summary>
    /// <param name="range">The lower and the upper end.</param>
    /// <returns>The interval.</returns>
    public static BrightnessRange FromValueTuple((double Low, double High) range) => range;

    /// <summary>Writes the interval as <c>[0.5, 1.5]</c>.</summary>
    public override string ToString() => $"[{Low}, {High}]";
}
