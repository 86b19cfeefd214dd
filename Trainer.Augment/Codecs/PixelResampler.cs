using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trainer.Augment.Codecs;

/// <summary>Resizes images of four bytes per pixel, first along the rows, then along the columns.</summary>
/// <remarks>
/// Where a side shrinks, the filter is widened by the same factor, so that every pixel of the source counts: that keeps
/// fine patterns from turning into coarse ones. Source: Pillow's <c>Image.resize</c> (<c>Resample.c</c>), whose results
/// these are to the bit.
/// </remarks>
internal static class PixelResampler
{
    private const int Half = 1 << (ResampleWeights.FractionBits - 1);

    /// <summary>Resizes an image.</summary>
    /// <param name="source">Height × width pixels, row by row, RGBA; alpha is a channel like the others.</param>
    /// <param name="height">Rows of the source, at least 1.</param>
    /// <param name="width">Pixels in a row of the source, at least 1.</param>
    /// <param name="destination">Takes newHeight × newWidth pixels; must not overlap the source.</param>
    /// <param name="newHeight">Rows, at least 1.</param>
    /// <param name="newWidth">Pixels in a row, at least 1.</param>
    /// <param name="filter">How the pixels are weighed; any but <see cref="ResizeFilter.Nearest"/>.</param>
    public static void Resize(
        ReadOnlySpan<byte> source,
        int height,
        int width,
        Span<byte> destination,
        int newHeight,
        int newWidth,
        ResizeFilter filter)
    {
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(source)[..(height * width)];
        Span<uint> resized = MemoryMarshal.Cast<byte, uint>(destination);
        uint[] narrowed = ArrayPool<uint>.Shared.Rent(height * newWidth);
        Vector128<int>[] sums = ArrayPool<Vector128<int>>.Shared.Rent(newWidth);
        try
        {
            var columns = new ResampleWeights(width, newWidth, filter);
            for (int y = 0; y < height; y++)
            {
                ResizeRow(pixels.Slice(y * width, width), columns, narrowed.AsSpan(y * newWidth, newWidth));
            }

            var rows = new ResampleWeights(height, newHeight, filter);
            for (int y = 0; y < newHeight; y++)
            {
                ReadOnlySpan<uint> covered = narrowed.AsSpan(rows.First(y) * newWidth);
                SumRows(covered, rows.Of(y), sums.AsSpan(0, newWidth), resized.Slice(y * newWidth, newWidth));
            }
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(narrowed);
            ArrayPool<Vector128<int>>.Shared.Return(sums);
        }
    }

    private static void ResizeRow(ReadOnlySpan<uint> source, in ResampleWeights columns, Span<uint> destination)
    {
        for (int x = 0; x < destination.Length; x++)
        {
            ReadOnlySpan<int> weights = columns.Of(x);
            ReadOnlySpan<uint> pixels = source.Slice(columns.First(x), weights.Length);
            Vector128<int> sum = Vector128.Create(Half);
            for (int i = 0; i < pixels.Length; i++)
            {
                sum += Unpack(pixels[i]) * Vector128.Create(weights[i]);
            }

            destination[x] = Pack(sum);
        }
    }

    private static void SumRows(
        ReadOnlySpan<uint> source, ReadOnlySpan<int> weights, Span<Vector128<int>> sums, Span<uint> destination)
    {
        sums.Fill(Vector128.Create(Half));
        for (int i = 0; i < weights.Length; i++)
        {
            ReadOnlySpan<uint> row = source.Slice(i * sums.Length, sums.Length);
            Vector128<int> weight = Vector128.Create(weights[i]);
            for (int x = 0; x < row.Length; x++)
            {
                sums[x] += Unpack(row[x]) * weight;
            }
        }

        for (int x = 0; x < destination.Length; x++)
        {
            destination[x] = Pack(sums[x]);
        }
    }

    /// <summary>The four bytes of a pixel, one in each lane.</summary>
    private static Vector128<int> Unpack(uint pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte())).AsInt32();

    /// <summary>Drops the fraction, cuts what lies beyond black and white, and makes four bytes of the lanes.</summary>
    private static uint Pack(Vector128<int> sum)
    {
        Vector128<int> values = sum >> ResampleWeights.FractionBits;
        Vector128<int> bytes = Vector128.Min(Vector128.Max(values, Vector128<int>.Zero), Vector128.Create(255));
        Vector128<ushort> halves = Vector128.Narrow(bytes.AsUInt32(), bytes.AsUInt32());
        return Vector128.Narrow(halves, halves).AsUInt32().ToScalar();
    }
}
