namespace Trainer.SampleData.Drawing;

/// <summary>Paints the middle of a blossom, a disc of radius 1 around the origin of its frame.</summary>
/// <param name="Centre">The kind.</param>
/// <param name="Fill">The main colour.</param>
/// <param name="Rim">The second colour.</param>
internal readonly record struct CentreBrush(Centre Centre, Rgb Fill, Rgb Rim) : IBrush
{
    /// <summary>The rectangle that holds the disc.</summary>
    public static Bounds Bounds { get; } = new(-1, 1, 1);

    /// <inheritdoc/>
    public double Shade(double u, double v, double pixel, out Rgb colour)
    {
        double radius = Math.Sqrt(u * u + v * v);
        double coverage = Math.Clamp(0.5 + (1 - radius) / pixel, 0, 1);
        switch (Centre)
        {
            case Centre.Ring:
                colour = radius < 0.55 ? Fill : Rim;
                break;
            case Centre.Trumpet:
                colour = radius < 0.45 ? Fill * (0.5 + radius) : radius < 0.78 ? Fill : Rim;
                break;
            case Centre.Stamens:
                bool knob = radius < 0.35;
                colour = knob ? Fill : Rim;
                coverage *= knob || radius > 0.7 ? 1 : 0.35;
                break;
            default:
                colour = Fill.Towards(Rim, 0.5 * radius) * (1.08 - 0.12 * (u + v));
                break;
        }

        return coverage;
    }
}
