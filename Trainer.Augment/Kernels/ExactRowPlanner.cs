using System.Runtime.CompilerServices;
using Trainer.Augment.Kernels.Lanes;

namespace Trainer.Augment.Kernels;

/// <summary>
/// Plans in double precision with the very operations of <see cref="ScalarWarp"/>: for every fill mode, both orders and
/// any size.
/// </summary>
/// <remarks>
/// Order 0 and the fill modes constant and wrap jump where a coordinate crosses a boundary. Single precision would take
/// the other side at one pixel in some ten thousand.
/// </remarks>
internal readonly struct ExactRowPlanner<TLanes, TVector, TFill> : IRowPlanner
    where TLanes : struct, ILanes<TVector>
    where TFill : struct, IFillRule
{
    public static bool MarksOutside => TFill.HasOutside;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Plan(in Warp warp, int row, int column, int count, in RowPlan plan)
    {
        var (height, width, channels) = warp.Shape;
        double y = warp.FlipVertical ? height - 1 - row : row;
        double x = warp.FlipHorizontal ? width - 1 - column : column;
        double step = warp.FlipHorizontal ? -1 : 1;

        TVector rowStart = TLanes.Create(y * warp.Map.RowY);
        TVector rowSlope = TLanes.Create(warp.Map.RowX);
        TVector rowShift = TLanes.Create(warp.Map.Row0);
        TVector columnStart = TLanes.Create(y * warp.Map.ColumnY);
        TVector columnSlope = TLanes.Create(warp.Map.ColumnX);
        TVector columnShift = TLanes.Create(warp.Map.Column0);
        TVector rowBytes = TLanes.Create(2.0 * width * channels);
        TVector pixelBytes = TLanes.Create(2.0 * channels);
        TVector xs = TLanes.Add(TLanes.Create(x), TLanes.Multiply(TLanes.Indices, TLanes.Create(step)));
        TVector advance = TLanes.Create(step * TLanes.Count);
        TVector mark = TLanes.Create(-1);

        for (int i = 0; i < count; i += TLanes.Count)
        {
            TVector sourceRow = TLanes.Add(TLanes.Add(rowStart, TLanes.Multiply(xs, rowSlope)), rowShift);
            TVector sourceColumn = TLanes.Add(TLanes.Add(columnStart, TLanes.Multiply(xs, columnSlope)), columnShift);
            xs = TLanes.Add(xs, advance);

            var (upper, vertical) = Split(sourceRow, height - 1, warp.Order);
            var (left, horizontal) = Split(sourceColumn, width - 1, warp.Order);
            if (TFill.HasOutside)
            {
                horizontal = MarkOutside(sourceRow, height - 1, mark, horizontal);
                horizontal = MarkOutside(sourceColumn, width - 1, mark, horizontal);
            }

            TVector offset = TLanes.Add(TLanes.Multiply(upper, rowBytes), TLanes.Multiply(left, pixelBytes));
            TLanes.StoreWhole(offset, plan.Offsets + i);
            TLanes.StoreSingle(horizontal, plan.Horizontal + i);
            TLanes.StoreSingle(vertical, plan.Vertical + i);
        }
    }

    /// <summary>
    /// Splits coordinates into the first pixel of a pair and the weight of the second. The first is at most the last
    /// but one, so that there is always a second; at the last pixel the weight is 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector First, TVector Weight) Split(TVector coordinate, double last, int order)
    {
        TVector inside = TFill.Map<TLanes, TVector>(coordinate, last);
        inside = TLanes.Min(TLanes.Max(inside, TLanes.Create(0)), TLanes.Create(last));
        TVector whole = TLanes.Floor(order == 0 ? TLanes.Add(inside, TLanes.Create(0.5)) : inside);
        TVector first = TLanes.Min(whole, TLanes.Create(Math.Max(last - 1, 0)));
        TVector place = order == 0 ? TLanes.Min(whole, TLanes.Create(last)) : inside;
        return (first, TLanes.Subtract(place, first));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MarkOutside(TVector coordinate, double last, TVector mark, TVector weight) =>
        TLanes.WhereLess(
            coordinate,
            TLanes.Create(0),
            mark,
            TLanes.WhereLess(TLanes.Create(last), coordinate, mark, weight));
}
