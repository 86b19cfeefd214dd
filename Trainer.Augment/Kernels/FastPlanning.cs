using System.Runtime.CompilerServices;

namespace Trainer.Augment.Kernels;

/// <summary>What the planners in single precision have in common.</summary>
internal static class FastPlanning
{
    /// <summary>
    /// The longest side for which single precision keeps the result within 0.01 of 255: coordinates below 512 are
    /// rounded to 2⁻¹⁵, twice.
    /// </summary>
    private const int LongestSide = 512;

    /// <summary>Whether these planners may be used: nothing jumps, single precision is enough, pixels have neighbours.</summary>
    public static bool Suits(in Warp warp) =>
        warp is { FillMode: FillMode.Nearest, Order: 1, Shape: { Height: >= 2, Width: >= 2 } }
        && warp.Shape.Height <= LongestSide
        && warp.Shape.Width <= LongestSide;

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
}
