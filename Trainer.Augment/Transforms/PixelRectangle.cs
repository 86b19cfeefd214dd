namespace Trainer.Augment.Transforms;

/// <summary>A rectangle of an image, in pixels.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Height">How many rows it has.</param>
/// <param name="Width">How many columns it has.</param>
/// <param name="NoiseSeed">The seed of the noise it is filled with, where that is asked for.</param>
public readonly record struct PixelRectangle(int Top, int Left, int Height, int Width, ulong NoiseSeed = 0)
{
    /// <summary>Cuts a square, or what lies within the image of it, about a centre.</summary>
    internal static PixelRectangle About(double row, double column, double height, double width, int rows, int columns)
    {
        int top = (int)Math.Clamp(Math.Round(row - (height / 2)), 0, rows);
        int left = (int)Math.Clamp(Math.Round(column - (width / 2)), 0, columns);
        int bottom = (int)Math.Clamp(Math.Round(row + (height / 2)), 0, rows);
        int right = (int)Math.Clamp(Math.Round(column + (width / 2)), 0, columns);
        return new PixelRectangle(top, left, bottom - top, right - left);
    }
}
