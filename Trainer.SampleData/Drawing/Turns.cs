namespace Trainer.SampleData.Drawing;

/// <summary>Points of the unit circle, by angles counted in turns.</summary>
/// <remarks>
/// The C library's sine differs in the last bit from machine to machine, and a picture must not. These are the
/// Taylor sums to x^13 and x^14, good to 1e-9 on a quarter turn and made of additions and multiplications only.
/// </remarks>
internal static class Turns
{
    private const double QuarterTurn = 1.5707963267948966;

    /// <summary>The cosine and the sine of an angle.</summary>
    /// <param name="turns">The angle; 1 is a full turn. Any finite value.</param>
    public static (double Cos, double Sin) Direction(double turns)
    {
        double quarters = (turns - Math.Floor(turns)) * 4;
        int quadrant = (int)quarters;
        double x = (quarters - quadrant) * QuarterTurn;
        double y = x * x;
        double sin = x * (1 - y / 6 * (1 - y / 20 * (1 - y / 42 * (1 - y / 72 * (1 - y / 110 * (1 - y / 156))))));
        double cos =
            1 - y / 2 * (1 - y / 12 * (1 - y / 30 * (1 - y / 56 * (1 - y / 90 * (1 - y / 132 * (1 - y / 182))))));
        return (quadrant & 3) switch
        {
            0 => (cos, sin),
            1 => (-sin, cos),
            2 => (-cos, -sin),
            _ => (sin, -cos),
        };
    }
}
