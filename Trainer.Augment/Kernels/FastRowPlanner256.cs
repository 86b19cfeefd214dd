using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>As <see cref="FastRowPlanner512{TFill}"/>, 8 pixels at a time.</summary>
internal readonly unsafe struct FastRowPlanner256<TFill> : IRowPlanner
    where TFill : struct, IFillRule
{
    public static bool MarksOutside => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Plan(in Warp warp, int row, int column, int count, in RowPlan plan)
    {
        var line = FastPlanning.Line(warp, row, column);
        var indices = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
        var rowStart = Vector256.Create(line.Row);
        var rowSlope = Vector256.Create(line.RowStep);
        var columnStart = Vector256.Create(line.Column);
        var columnSlope = Vector256.Create(line.ColumnStep);
        var lastRow = Vector256.Create(warp.Shape.Height - 1f);
        var lastColumn = Vector256.Create(warp.Shape.Width - 1f);
        var rowBytes = Vector256.Create(2f * warp.Shape.Width * warp.Shape.Channels);
        var pixelBytes = Vector256.Create(2f * warp.Shape.Channels);
        var advance = Vector256.Create((float)Vector256<float>.Count);

        for (int i = 0; i < count; i += Vector256<float>.Count)
        {
            var y = Place(Fma.MultiplyAdd(indices, rowSlope, rowStart), lastRow);
            var x = Place(Fma.MultiplyAdd(indices, columnSlope, columnStart), lastColumn);
            indices += advance;

            var top = Avx.Min(Avx.Floor(y), lastRow - Vector256<float>.One);
            var left = Avx.Min(Avx.Floor(x), lastColumn - Vector256<float>.One);
            var offset = Fma.MultiplyAdd(top, rowBytes, left * pixelBytes);
            Avx.ConvertToVector256Int32WithTruncation(offset).AsUInt32().Store(plan.Offsets + i);
            (x - left).Store(plan.Horizontal + i);
            (y - top).Store(plan.Vertical + i);
        }
    }

    /// <summary>Mirrors about −½ and last + ½ where the fill mode is reflect, then clamps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Place(Vector256<float> value, Vector256<float> last)
    {
        if (typeof(TFill) == typeof(FillRules.Reflect))
        {
            var half = Vector256.Create(0.5f);
            var period = (last + Vector256<float>.One) * 2f;
            var phase = value + half;
            phase -= Avx.Floor(phase / period) * period;
            value = Avx.Min(phase, period - phase) - half;
        }

        return Avx.Min(Avx.Max(value, Vector256<float>.Zero), last);
    }
}
