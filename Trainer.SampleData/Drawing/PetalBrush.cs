namespace Trainer.SampleData.Drawing;

/// <summary>
/// Paints one petal, leaf, stem or blade of grass: an outline of length 1 with a marking and some relief.
/// </summary>
/// <param name="Outline">The outline.</param>
/// <param name="HalfWidth">Half of the greatest width, as a share of the length.</param>
/// <param name="Inner">The colour at the base.</param>
/// <param name="Outer">The colour at the tip.</param>
/// <param name="Marking">The pattern.</param>
/// <param name="Mark">The colour of the pattern.</param>
/// <param name="Tilt">How much lighter one side is than the other, −1…1.</param>
internal readonly record struct PetalBrush(
    Outline Outline, double HalfWidth, Rgb Inner, Rgb Outer, Marking Marking, Rgb Mark, double Tilt) : IBrush
{
    /// <summary>The rectangle that holds the petal.</summary>
    public Bounds Bounds => new(0, 1, HalfWidth);

    /// <inheritdoc/>
    public double Shade(double u, double v, double pixel, out Rgb colour)
    {
        double width = u is > 0 and < 1 ? HalfWidth * Profile(u) : 0;
        double across = Math.Abs(v);
        double inside = Math.Min(width - across, Rim(v) - u);
        double coverage = Math.Clamp(0.5 + inside / pixel, 0, 1);
        if (coverage <= 0 || width <= 0)
        {
            colour = default;
            return 0;
        }

        double side = Math.Min(across / width, 1);
        colour = Inner.Towards(Outer, u).Towards(Mark, MarkShare(u, v, side));
        double relief = (1.06 - 0.22 * side * side * side) * (0.86 + 0.18 * u);
        colour *= relief * (1 + 0.16 * Tilt * v / width);
        return coverage;
    }

    /// <summary>The half width at u as a share of the greatest one.</summary>
    private double Profile(double u) => Outline switch
    {
        Outline.Oval => 2 * Math.Sqrt(u * (1 - u)),
        Outline.Lance => 4 * u * (1 - u),
        Outline.Strap => Math.Min(1, Math.Min(0.45 + 2 * u, 3 * Math.Sqrt(Math.Max(0, 1 - u) * 0.5))),
        Outline.Spoon => u < 0.4 ? 0.3 : Math.Max(0.3 * (1 - u), 2 * Math.Sqrt((u - 0.4) * (1 - u)) / 0.6),
        Outline.Star => u < 0.2 ? 0.7 + 1.5 * u : (1 - u) * 1.25,
        _ => 1.75 * Math.Sqrt(u * (1 - u)) * (0.35 + 0.9 * u),
    };

    /// <summary>The u at which the petal ends, for outlines with a shaped rim.</summary>
    private double Rim(double v) => Outline switch
    {
        Outline.Heart => 0.74 + 0.5 * Math.Min(Math.Abs(v) / HalfWidth, 0.5),
        Outline.Fringe => 0.84 + 0.14 * Math.Abs(2 * Fraction(v / HalfWidth * 2.5) - 1),
        _ => 1,
    };

    private double MarkShare(double u, double v, double side) => Marking switch
    {
        Marking.Tip => Ramp(u, 0.6, 0.7),
        Marking.Base => 1 - Ramp(u, 0.36, 0.46),
        Marking.Midrib => (1 - Ramp(side, 0.22, 0.38)) * (1 - Ramp(u, 0.8, 0.95)),
        Marking.Edge => Math.Max(Ramp(side, 0.55, 0.7), Ramp(u, 0.84, 0.92)),
        Marking.Spots => Spot(u, v) * (1 - Ramp(u, 0.65, 0.8)),
        Marking.Stripes => Ramp(Math.Abs(2 * Fraction(v / HalfWidth * 2 + 0.25) - 1), 0.4, 0.6),
        Marking.Band => Ramp(u, 0.34, 0.4) * (1 - Ramp(u, 0.58, 0.64)),
        _ => 0,
    };

    private double Spot(double u, double v)
    {
        double row = Math.Floor(u * 6);
        double du = u * 6 - row - 0.5;
        double dv = Fraction(v / HalfWidth * 1.6 + row * 0.5) - 0.5;
        return 1 - Ramp(du * du + dv * dv, 0.05, 0.12);
    }

    private static double Fraction(double x) => x - Math.Floor(x);

    private static double Ramp(double x, double from, double to) => Math.Clamp((x - from) / (to - from), 0, 1);
}
