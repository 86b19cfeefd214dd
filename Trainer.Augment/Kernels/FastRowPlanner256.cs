using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>As <see cref="FastRowPlanner512"/>, 8 pixels at a time.</summary>
internal readonly unsafe struct FastRowPlanner256 : IRowPlanner
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
            var y = Clamp(Fma.MultiplyAdd(indices, rowSlope, rowStart), lastRow);
            var x = Clamp(Fma.MultiplyAdd(indices, columnSlope, columnStart), lastColumn);
            indices += advance;

            var top = Avx.Min(Avx.Floor(y), lastRow - Vector256<float>.One);
            var left = Avx.Min(Avx.Floor(x), lastColumn - Vector256<float>.One);
            var offset = Fma.MultiplyAdd(top, rowBytes, left * pixelBytes);
            Avx.ConvertToVector256Int32WithTruncation(offset).AsUInt32().Store(plan.Offsets + i);
            (x - left).Store(plan.Horizontal + i);
            (y - top).Store(plan.Vertical + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clamp(Vector256<float> value, Vector256<float> last) =>
        Avx.Min(Avx.Max(value, Vector256<float>.Zero), last);
}
