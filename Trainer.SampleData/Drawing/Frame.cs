namespace Trainer.SampleData.Drawing;

/// <summary>
/// A system of coordinates (u, v) laid over the picture: picture point = origin + u · U + v · V. The picture itself
/// spans −1…1 both ways, x to the right and y downwards.
/// </summary>
internal readonly record struct Frame(double X, double Y, double Ux, double Uy, double Vx, double Vy)
{
    /// <summary>A frame at a point of the picture, turned and scaled alike in both directions.</summary>
    public static Frame At(double x, double y, double turns, double scale)
    {
        (double cos, double sin) = Turns.Direction(turns);
        return new Frame(x, y, cos * scale, sin * scale, -sin * scale, cos * scale);
    }

    /// <summary>The same frame with its origin moved by (u, v), in its own units.</summary>
    public Frame Moved(double u, double v) => this with { X = X + u * Ux + v * Vx, Y = Y + u * Uy + v * Vy };

    /// <summary>The same frame turned about its origin.</summary>
    public Frame Turned(double turns)
    {
        (double cos, double sin) = Turns.Direction(turns);
        return this with
        {
            Ux = cos * Ux + sin * Vx,
            Uy = cos * Uy + sin * Vy,
            Vx = cos * Vx - sin * Ux,
            Vy = cos * Vy - sin * Uy,
        };
    }

    /// <summary>The same frame with longer or shorter axes.</summary>
    public Frame Scaled(double u, double v) =>
        this with { Ux = Ux * u, Uy = Uy * u, Vx = Vx * v, Vy = Vy * v };
}
