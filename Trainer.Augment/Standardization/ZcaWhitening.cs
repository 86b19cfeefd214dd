using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Trainer.Augment.Images;

namespace Trainer.Augment.Standardization;

/// <summary>Multiplies an image, taken as one long vector, with a symmetric whitening matrix.</summary>
internal static class ZcaWhitening
{
    /// <summary>Whitens an image in place.</summary>
    /// <param name="image">The image.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="layout">How its values lie.</param>
    /// <param name="matrix">L × L values, where L counts the image with its channels side by side.</param>
    /// <exception cref="InvalidOperationException">The matrix was fitted to images of another size.</exception>
    public static void Run(Span<float> image, ImageShape shape, DataFormat layout, ReadOnlySpan<float> matrix)
    {
        int length = image.Length;
        if (matrix.Length != length * length)
        {
            throw new InvalidOperationException(
                $"The image is {shape}, but the whitening matrix was fitted to images of {Math.Sqrt(matrix.Length)} "
                    + "values; fit the generator to images of this shape.");
        }

        float[] rented = ArrayPool<float>.Shared.Rent(length);
        Span<float> vector = rented.AsSpan(0, length);
        for (int i = 0; i < length; i++)
        {
            vector[i] = image[IndexOf(i, shape, layout)];
        }

        for (int i = 0; i < length; i++)
        {
            image[IndexOf(i, shape, layout)] = Dot(matrix.Slice(i * length, length), vector);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private static int IndexOf(int i, ImageShape shape, DataFormat layout) => layout == DataFormat.ChannelsLast
        ? i
        : (i % shape.Channels * shape.Pixels) + (i / shape.Channels);

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<Vector<float>> lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rights = MemoryMarshal.Cast<float, Vector<float>>(right);
        Vector<float> sums = Vector<float>.Zero;
        for (int i = 0; i < lefts.Length; i++)
        {
            sums += lefts[i] * rights[i];
        }

        float sum = Vector.Sum(sums);
        for (int i = lefts.Length * Vector<float>.Count; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
