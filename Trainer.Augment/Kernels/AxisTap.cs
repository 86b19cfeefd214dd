namespace Trainer.Augment.Kernels;

/// <summary>Where along one axis a coordinate reads: two pixels and the weight of the second.</summary>
internal readonly record struct AxisTap(int First, int Second, double Weight)
{
    /// <summary>Marks a coordinate outside the image where the fill mode is constant.</summary>
    public static AxisTap Outside => new(-1, -1, 0);

    /// <summary>Whether the coordinate lies outside the image where the fill mode is constant.</summary>
    public bool IsOutside => First < 0;

    /// <summary>Finds the tap of a coordinate on an axis of <paramref name="length"/> pixels.</summary>
    /// <remarks>
    /// The rules are those of <c>scipy.ndimage</c>: the coordinate is mapped into the image first and then rounded
    /// (order 0, halves up) or split into pixel and weight (order 1).
    /// </remarks>
    public static AxisTap Locate(double coordinate, int length, FillMode fillMode, int order)
    {
        int last = length - 1;
        if (fillMode == FillMode.Constant && !(coordinate >= 0 && coordinate <= last))
        {
            return Outside;
        }

        double inside = Math.Clamp(
            fillMode switch
            {
                FillMode.Reflect => Reflect(coordinate, length),
                FillMode.Wrap => Wrap(coordinate, last),
                _ => coordinate,
            },
            0,
            last);
        double floor = Math.Floor(order == 0 ? inside + 0.5 : inside);
        int first = Math.Min((int)floor, last);
        return new AxisTap(first, Math.Min(first + 1, last), order == 0 ? 0 : inside - floor);
    }

    /// <summary>
    /// Mirrors about −½ and length − ½. What remains outside by at most ½ is clamped by the caller: there both taps of
    /// the mirrored image are the edge pixel.
    /// </summary>
    private static double Reflect(double coordinate, int length)
    {
        double period = 2.0 * length;
        double phase = coordinate + 0.5;
        phase -= period * Math.Floor(phase / period);
        return Math.Min(phase, period - phase) - 0.5;
    }

    /// <summary>
    /// Repeats with period <paramref name="last"/>. The two ends are one place with two values: coming from below 0 it
    /// is the last pixel, coming from above the first.
    /// </summary>
    private static double Wrap(double coordinate, int last)
    {
        if (last == 0)
        {
            return 0;
        }

        if (coordinate < 0)
        {
            return coordinate + (last * (Math.Floor(-coordinate / last) + 1));
        }

        return coordinate > last ? coordinate - (last * Math.Floor(coordinate / last)) : coordinate;
    }
}
