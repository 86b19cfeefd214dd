namespace Trainer.Augment.Kernels;

/// <summary>The fixed-point weights of the horizontal interpolation.</summary>
/// <remarks>
/// A weight w in [0, 1] is a whole number of 2⁻¹⁵. Because 2¹⁵ itself does not fit into a signed 16-bit number but −2¹⁵
/// does, weights are negated, and <see cref="Unit"/> turns the sum of products back. Rounding a weight moves the result
/// by at most 255 · 2⁻¹⁶ = 0.004; a weight of 0 or 1 is exact.
/// </remarks>
internal static class FixedPoint
{
    /// <summary>The weight 1.</summary>
    public const float MinusOne = -32768;

    /// <summary>What a sum of products is multiplied with.</summary>
    public const float Unit = 1 / MinusOne;
}
