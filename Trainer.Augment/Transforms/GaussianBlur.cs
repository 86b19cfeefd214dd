using System.Buffers;
using Trainer.Augment.Images;
using Trainer.Augment.Kernels;

namespace Trainer.Augment.Transforms;

/// <summary>
/// Blurs with a Gaussian of radius 3σ, rows first and then columns; edges are extended by the nearest pixel.
/// </summary>
public static class GaussianBlur
{
    /// <summary>The largest standard deviation, in pixels.</summary>
    public const double LargestSigma = 10;

    private const int LargestRadius = (int)(3 * LargestSigma);

    /// <summary>Blurs an image in place. Allocates nothing.</summary>
    /// <param name="image">The values of the image.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="layout">How its values lie.</param>
    /// <param name="sigma">The standard deviation in pixels, above 0 and up to <see cref="LargestSigma"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Sigma is not in its range.</exception>
    public static void Apply(Span<float> image, ImageShape shape, DataFormat layout, double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sigma, LargestSigma);
        int radius = (int)Math.Ceiling(3 * sigma);
        Span<float> weights = stackalloc float[LargestRadius + 1];
        weights = weights[..(radius + 1)];
        FillWeights(weights, sigma);

        var strides = PixelStrides.For(shape, layout);
        float[] rented = ArrayPool<float>.Shared.Rent(Math.Max(shape.Height, shape.Width) + (2 * radius));
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            Span<float> plane = image[(channel * strides.Channel)..];
            for (int row = 0; row < shape.Height; row++)
            {
                BlurLine(plane[(row * strides.Row)..], shape.Width, strides.Column, weights, rented);
            }

            for (int column = 0; column < shape.Width; column++)
            {
                BlurLine(plane[(column * strides.Column)..], shape.Height, strides.Row, weights, rented);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The weights of a pixel and of those at distance 1, 2, …; with both sides they sum to 1.</summary>
    private static void FillWeights(Span<float> weights, double sigma)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += Gaussian(i, sigma) * (i == 0 ? 1 : 2);
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)(Gaussian(i, sigma) / sum);
        }
    }

    private static double Gaussian(int distance, double sigma) =>
        Math.Exp(-0.5 * distance * distance / (sigma * sigma));

    private static void BlurLine(
        Span<float> line,
        int length,
        int stride,
        ReadOnlySpan<float> weights,
        Span<float> extended)
    {
        int radius = weights.Length - 1;
        for (int i = 0; i < length + (2 * radius); i++)
        {
            extended[i] = line[Math.Clamp(i - radius, 0, length - 1) * stride];
        }

        for (int i = 0; i < length; i++)
        {
            float sum = weights[0] * extended[i + radius];
            for (int distance = 1; distance <= radius; distance++)
            {
                sum += weights[distance] * (extended[i + radius - distance] + extended[i + radius + distance]);
            }

            line[i * stride] = sum;
        }
    }
}
