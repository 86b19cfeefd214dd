using System.Runtime.CompilerServices;

namespace Trainer.Augment.Kernels;

/// <summary>What the planners in single precision have in common.</summary>
internal static class FastPlanning
{
    /// <summary>
    /// The largest coordinate for which single precision keeps the result within about 0.01 of 255: below 512 it is
    /// rounded to 2⁻¹⁵, twice.
    /// </summary>
    private const double LargestCoordinate = 512;

    /// <summary>
    /// Whether these planners may be used: nothing jumps, single precision is enough, pixels have neighbours.
    /// </summary>
    public static bool Suits(in Warp warp)
    {
        if (warp is not { Order: 1, FillMode: FillMode.Nearest or FillMode.Reflect }
            || warp.Shape is not { Height: >= 2, Width: >= 2 })
        {
            return false;
        }

        double bottom = warp.Shape.Height - 1;
        double right = warp.Shape.Width - 1;
        return Math.Max(bottom, right) < LargestCoordinate
            && Reach(warp.Map.RowY * bottom, warp.Map.RowX * right, warp.Map.Row0) < LargestCoordinate
            && Reach(warp.Map.ColumnY * bottom, warp.Map.ColumnX * right, warp.Map.Column0) < LargestCoordinate;
    }

    /// <summary>Where a piece of a row begins in the source, and how far each pixel moves on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Row, float RowStep, float Column, float ColumnStep) Line(in Warp warp, int row, int column)
    {
        double y = warp.FlipVertical ? warp.Shape.Height - 1 - row : row;
        double x = warp.FlipHorizontal ? warp.Shape.Width - 1 - column : column;
        double direction = warp.FlipHorizontal ? -1 : 1;
        return (
            (float)((y * warp.Map.RowY) + (x * warp.Map.RowX) + warp.Map.Row0),
            (float)(direction * warp.Map.RowX),
            (float)((y * warp.Map.ColumnY) + (x * warp.Map.ColumnX) + warp.Map.Column0),
            (float)(direction * warp.Map.ColumnX));
    }

    /// <summary>At least the largest magnitude that a coordinate has at the corners.</summary>
    private static double Reach(double down, double across, double start) =>
        Math.Abs(start) + Math.Abs(down) + Math.Abs(across);
}
