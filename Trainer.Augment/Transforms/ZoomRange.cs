namespace Trainer.Augment.Transforms;

/// <summary>
/// The interval the zoom along each axis is drawn from. Keras' <c>zoom_range</c>: a number or a pair.
/// </summary>
/// <param name="Low">The lower end, above 0. Below 1 enlarges.</param>
/// <param name="High">The upper end, at least <paramref name="Low"/>. Above 1 shrinks.</param>
public readonly record struct ZoomRange(double Low, double High)
{
    /// <summary>No zoom: both ends are 1.</summary>
    public static ZoomRange None => new(1, 1);

    /// <summary>Whether there is nothing to draw.</summary>
    public bool IsNone => Low == 1 && High == 1;

    /// <summary>Makes the interval from 1 − <paramref name="range"/> to 1 + <paramref name="range"/>.</summary>
    /// <param name="range">Half the width, from 0 to below 1.</param>
    /// <returns>The interval.</returns>
    public static ZoomRange FromDouble(double range) => new(1 - range, 1 + range);

    /// <summary>As <see cref="FromDouble"/>, so that a number can stand where Keras takes one.</summary>
    /// <param name="range">Half the width, from 0 to below 1.</param>
    public static implicit operator ZoomRange(double range) => FromDouble(range);

    /// <summary>Takes a pair where Keras takes one.</summary>
    /// <param name="range">The lower and the upper end.</param>
    public static implicit operator ZoomRange((double Low, double High) range) => new(range.Low, range.High);

    /// <summary>Takes a pair where Keras takes one.</summary>
    /// <param name="range">The lower and the upper end.</param>
    /// <returns>The interval.</returns>
    public static ZoomRange FromValueTuple((double Low, double High) range) => range;

    /// <summary>Writes the interval as <c>[0.85, 1.15]</c>.</summary>
    public override string ToString() => $"[{Low}, {High}]";
}
