using System.Numerics;

namespace Trainer.Augment.Kernels;

/// <summary>
/// The warp in its plainest form, in double precision: the fallback for machines without vectors and the oracle of all
/// vector forms.
/// </summary>
/// <remarks>
/// result(y, x) = Σ over the four pixels around map(y, x) of pixel × weight, with the coordinates of
/// <c>scipy.ndimage.affine_transform</c> and its order of operations.
/// </remarks>
internal static class ScalarWarp
{
    /// <summary>Warps bytes or floats, in any layout, to floats in any layout.</summary>
    /// <param name="source">One image; not overlapping <paramref name="destination"/>.</param>
    /// <param name="from">The strides of <paramref name="source"/>.</param>
    /// <param name="destination">Room for one image.</param>
    /// <param name="to">The strides of <paramref name="destination"/>.</param>
    /// <param name="warp">What to do.</param>
    public static void Run<TPixel>(
        ReadOnlySpan<TPixel> source,
        PixelStrides from,
        Span<float> destination,
        PixelStrides to,
        in Warp warp)
        where TPixel : unmanaged, INumberBase<TPixel>
    {
        var (height, width, channels) = warp.Shape;
        for (int row = 0; row < height; row++)
        {
            double y = warp.FlipVertical ? height - 1 - row : row;
            for (int column = 0; column < width; column++)
            {
                double x = warp.FlipHorizontal ? width - 1 - column : column;
                double sourceRow = (y * warp.Map.RowY) + (x * warp.Map.RowX) + warp.Map.Row0;
                double sourceColumn = (y * warp.Map.ColumnY) + (x * warp.Map.ColumnX) + warp.Map.Column0;
                AxisTap vertical = AxisTap.Locate(sourceRow, height, warp.FillMode, warp.Order);
                AxisTap horizontal = AxisTap.Locate(sourceColumn, width, warp.FillMode, warp.Order);
                int target = (row * to.Row) + (column * to.Column);
                bool outside = vertical.IsOutside || horizontal.IsOutside;
                for (int channel = 0; channel < channels; channel++)
                {
                    destination[target + (channel * to.Channel)] = outside
                        ? warp.Cval
                        : Sample(source[(channel * from.Channel)..], from, vertical, horizontal);
                }
            }
        }
    }

    private static float Sample<TPixel>(
        ReadOnlySpan<TPixel> plane,
        PixelStrides from,
        in AxisTap vertical,
        in AxisTap horizontal)
        where TPixel : unmanaged, INumberBase<TPixel>
    {
        int upper = vertical.First * from.Row;
        int lower = vertical.Second * from.Row;
        int left = horizontal.First * from.Column;
        int right = horizontal.Second * from.Column;
        double top = Mix(plane[upper + left], plane[upper + right], horizontal.Weight);
        double bottom = Mix(plane[lower + left], plane[lower + right], horizontal.Weight);
        return (float)(top + ((bottom - top) * vertical.Weight));
    }

    private static double Mix<TPixel>(TPixel first, TPixel second, double weight)
        where TPixel : unmanaged, INumberBase<TPixel>
    {
        double start = double.CreateTruncating(first);
        return start + ((double.CreateTruncating(second) - start) * weight);
    }
}
