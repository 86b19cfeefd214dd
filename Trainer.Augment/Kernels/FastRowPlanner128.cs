using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trainer.Augment.Kernels;

/// <summary>
/// As <see cref="FastRowPlanner512{TFill}"/>, 4 pixels at a time, on any machine with 128-bit vectors.
/// </summary>
internal readonly unsafe struct FastRowPlanner128<TFill> : IRowPlanner
    where TFill : struct, IFillRule
{
    public static bool MarksOutside => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Plan(in Warp warp, int row, int column, int count, in RowPlan plan)
    {
        var line = FastPlanning.Line(warp, row, column);
        var indices = Vector128.Create(0f, 1, 2, 3);
        var lastRow = Vector128.Create(warp.Shape.Height - 1f);
        var lastColumn = Vector128.Create(warp.Shape.Width - 1f);
        var rowBytes = Vector128.Create(2f * warp.Shape.Width * warp.Shape.Channels);
        var pixelBytes = Vector128.Create(2f * warp.Shape.Channels);
        var advance = Vector128.Create((float)Vector128<float>.Count);

        for (int i = 0; i < count; i += Vector128<float>.Count)
        {
            var y = Place((indices * line.RowStep) + Vector128.Create(line.Row), lastRow);
            var x = Place((indices * line.ColumnStep) + Vector128.Create(line.Column), lastColumn);
            indices += advance;

            var top = Vector128.MinNative(Vector128.Floor(y), lastRow - Vector128<float>.One);
            var left = Vector128.MinNative(Vector128.Floor(x), lastColumn - Vector128<float>.One);
            Vector128.ConvertToInt32((top * rowBytes) + (left * pixelBytes)).AsUInt32().Store(plan.Offsets + i);
            (x - left).Store(plan.Horizontal + i);
            (y - top).Store(plan.Vertical + i);
        }
    }

    /// <summary>Mirrors about −½ and last + ½ where the fill mode is reflect, then clamps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Place(Vector128<float> value, Vector128<float> last)
    {
        if (typeof(TFill) == typeof(FillRules.Reflect))
        {
            var half = Vector128.Create(0.5f);
            var period = (last + Vector128<float>.One) * 2f;
            var phase = value + half;
            phase -= Vector128.Floor(phase / period) * period;
            value = Vector128.MinNative(phase, period - phase) - half;
        }

        return Vector128.MinNative(Vector128.MaxNative(value, Vector128<float>.Zero), last);
    }
}
