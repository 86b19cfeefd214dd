using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>
/// Plans bilinear interpolation with nearest or mirrored pixels outside, in single precision, 16 pixels at a time.
/// </summary>
/// <remarks>
/// The start of a piece is computed in double precision and rounded once, so a coordinate is off by a unit in the last
/// place or two; nothing jumps in these modes, so the result is off by as little. See <see cref="FastPlanning"/> for
/// the coordinates this holds for.
/// </remarks>
internal readonly unsafe struct FastRowPlanner512<TFill> : IRowPlanner
    where TFill : struct, IFillRule
{
    public static bool MarksOutside => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Plan(in Warp warp, int row, int column, int count, in RowPlan plan)
    {
        var line = FastPlanning.Line(warp, row, column);
        var indices = Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        var rowStart = Vector512.Create(line.Row);
        var rowSlope = Vector512.Create(line.RowStep);
        var columnStart = Vector512.Create(line.Column);
        var columnSlope = Vector512.Create(line.ColumnStep);
        var lastRow = Vector512.Create(warp.Shape.Height - 1f);
        var lastColumn = Vector512.Create(warp.Shape.Width - 1f);
        var rowBytes = Vector512.Create(2f * warp.Shape.Width * warp.Shape.Channels);
        var pixelBytes = Vector512.Create(2f * warp.Shape.Channels);
        var advance = Vector512.Create((float)Vector512<float>.Count);

        for (int i = 0; i < count; i += Vector512<float>.Count)
        {
            var y = Place(Avx512F.FusedMultiplyAdd(indices, rowSlope, rowStart), lastRow);
            var x = Place(Avx512F.FusedMultiplyAdd(indices, columnSlope, columnStart), lastColumn);
            indices += advance;

            var top = Avx512F.Min(Vector512.Floor(y), lastRow - Vector512<float>.One);
            var left = Avx512F.Min(Vector512.Floor(x), lastColumn - Vector512<float>.One);
            var offset = Avx512F.FusedMultiplyAdd(top, rowBytes, left * pixelBytes);
            Avx512F.ConvertToVector512Int32WithTruncation(offset).AsUInt32().Store(plan.Offsets + i);
            (x - left).Store(plan.Horizontal + i);
            (y - top).Store(plan.Vertical + i);
        }
    }

    /// <summary>Mirrors about −½ and last + ½ where the fill mode is reflect, then clamps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Place(Vector512<float> value, Vector512<float> last)
    {
        if (typeof(TFill) == typeof(FillRules.Reflect))
        {
            var half = Vector512.Create(0.5f);
            var period = (last + Vector512<float>.One) * 2f;
            var phase = value + half;
            phase -= Vector512.Floor(phase / period) * period;
            value = Avx512F.Min(phase, period - phase) - half;
        }

        return Avx512F.Min(Avx512F.Max(value, Vector512<float>.Zero), last);
    }
}
