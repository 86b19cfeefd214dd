namespace Trainer.SampleData.Drawing;

/// <summary>Paints something out of focus: a disc of radius 1 that fades towards its edge.</summary>
/// <param name="Colour">The colour.</param>
/// <param name="Opacity">The coverage in the middle, 0…1.</param>
/// <param name="Core">The share of the radius that is evenly covered, 0…1 without 1.</param>
internal readonly record struct BlobBrush(Rgb Colour, double Opacity, double Core) : IBrush
{
    /// <summary>The rectangle that holds the blob.</summary>
    public static Bounds Bounds { get; } = new(-1, 1, 1);

    /// <inheritdoc/>
    public double Shade(double u, double v, double pixel, out Rgb colour)
    {
        colour = Colour;
        double fade = Math.Clamp((1 - Math.Sqrt(u * u + v * v)) / (1 - Core), 0, 1);
        return Opacity * fade * fade * (3 - 2 * fade);
    }
}
