using Trainer.Augment.Images;
using Trainer.Augment.Kernels;

namespace Trainer.Augment.ImageSharp;

/// <summary>How many rows and columns an image must be extended by, so that a map never looks outside of it.</summary>
internal readonly record struct EdgePadding(int Left, int Top, int Right, int Bottom)
{
    /// <summary>
    /// The padding for one map. It is at least 1, because ImageSharp does not sample along a single row.
    /// </summary>
    /// <remarks>A map is affine, so that the corners of the result look farthest.</remarks>
    public static EdgePadding For(in AffineMap map, ImageShape shape)
    {
        int lastRow = shape.Height - 1;
        int lastColumn = shape.Width - 1;
        (int left, int right) = Beyond(map.Column0, map.ColumnY * lastRow, map.ColumnX * lastColumn, lastColumn);
        (int top, int bottom) = Beyond(map.Row0, map.RowY * lastRow, map.RowX * lastColumn, lastRow);
        return new EdgePadding(left, top, right, bottom);
    }

    private static (int Before, int After) Beyond(double origin, double alongRows, double alongColumns, int last)
    {
        double least = origin + Math.Min(0, alongRows) + Math.Min(0, alongColumns);
        double most = origin + Math.Max(0, alongRows) + Math.Max(0, alongColumns);
        return (1 + (int)Math.Ceiling(Math.Max(0, -least)), 1 + (int)Math.Ceiling(Math.Max(0, most - last)));
    }
}
