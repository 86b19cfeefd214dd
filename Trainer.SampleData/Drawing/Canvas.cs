namespace Trainer.SampleData.Drawing;

/// <summary>A square picture in the making: three doubles per pixel, painted over by shape after shape.</summary>
internal sealed class Canvas
{
    private readonly Rgb[] _pixels;

    /// <summary>Makes an unpainted canvas.</summary>
    /// <param name="side">The number of pixels along each side, at least 1.</param>
    public Canvas(int side)
    {
        Side = side;
        _pixels = new Rgb[side * side];
    }

    /// <summary>The number of pixels along each side.</summary>
    public int Side { get; }

    /// <summary>The pixel of a row and a column.</summary>
    public ref Rgb this[int row, int column] => ref _pixels[row * Side + column];

    /// <summary>The picture coordinate, −1…1, of the middle of a pixel row or column.</summary>
    public double Coordinate(int index) => (2 * index + 1 - Side) / (double)Side;

    /// <summary>Paints one shape over what is there.</summary>
    /// <param name="frame">Where the shape lies.</param>
    /// <param name="bounds">The part of the frame outside which the brush covers nothing.</param>
    /// <param name="brush">The shape.</param>
    public void Paint<TBrush>(Frame frame, Bounds bounds, TBrush brush)
        where TBrush : struct, IBrush
    {
        double determinant = frame.Ux * frame.Vy - frame.Uy * frame.Vx;
        double area = Math.Abs(determinant);
        double pixel = 2.0 / Side / Math.Sqrt(area);
        (int left, int right) = Span(frame.X, frame.Ux, frame.Vx, bounds);
        (int top, int bottom) = Span(frame.Y, frame.Uy, frame.Vy, bounds);
        for (int row = top; row <= bottom; row++)
        {
            double dy = Coordinate(row) - frame.Y;
            for (int column = left; column <= right; column++)
            {
                double dx = Coordinate(column) - frame.X;
                double u = (dx * frame.Vy - dy * frame.Vx) / determinant;
                double v = (dy * frame.Ux - dx * frame.Uy) / determinant;
                double coverage = brush.Shade(u, v, pixel, out Rgb colour);
                if (coverage > 0)
                {
                    ref Rgb under = ref this[row, column];
                    under = under.Towards(colour, coverage);
                }
            }
        }
    }

    /// <summary>The rows or columns that a shape may touch, with one pixel to spare for its soft edge.</summary>
    private (int First, int Last) Span(double origin, double u, double v, Bounds bounds)
    {
        double middle = origin + (bounds.From + bounds.To) / 2 * u;
        double reach = (bounds.To - bounds.From) / 2 * Math.Abs(u) + bounds.HalfWidth * Math.Abs(v);
        double first = Math.Floor((middle - reach + 1) * Side / 2) - 1;
        double last = Math.Floor((middle + reach + 1) * Side / 2) + 1;
        return ((int)Math.Clamp(first, 0, Side), (int)Math.Clamp(last, -1, Side - 1));
    }
}
