using System.Numerics;
using System.Runtime.InteropServices;
using Trainer.Augment.Images;
using Trainer.Augment.Kernels;

namespace Trainer.Augment.Transforms;

/// <summary>
/// Multiplies the brightness as Keras' <c>apply_brightness_shift</c> does it through Pillow: pixels are cut off to
/// 8 bits, multiplied, clamped to 0–255 and cut off again.
/// </summary>
/// <remarks>
/// The fourth of four channels is taken for alpha, which Pillow leaves alone apart from the cut to 8 bits.
/// </remarks>
public static class BrightnessShift
{
    private const int AlphaChannel = 3;
    private const float White = 255;

    /// <summary>Changes the brightness of an image in place.</summary>
    /// <param name="image">The values of the image; as many as the shape says.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="layout">How its values lie.</param>
    /// <param name="factor">The factor, 0 or more.</param>
    /// <param name="scale">
    /// Whether the darkest value becomes 0 and the lightest 255 beforehand. The default is Keras' default for the
    /// function; its generator passes false, and then only an image with values outside 0–255 is stretched onto it for
    /// the time of the operation.
    /// </param>
    public static void Apply(Span<float> image, ImageShape shape, DataFormat layout, double factor, bool scale = true)
    {
        var range = ValueRange.Of(image);
        bool outside = range.Min < 0 || range.Max > White;
        if (scale || outside)
        {
            Stretch(image, range);
        }

        Multiply(image, shape, layout, (float)factor);
        if (outside && !scale)
        {
            Unstretch(image, range);
        }
    }

    private static void Stretch(Span<float> image, ValueRange range)
    {
        float width = range.Max - range.Min;
        float divisor = width == 0 ? 1 : width;
        foreach (ref float value in image)
        {
            value = (value - range.Min) / divisor * White;
        }
    }

    private static void Unstretch(Span<float> image, ValueRange range)
    {
        float width = range.Max - range.Min;
        foreach (ref float value in image)
        {
            value = (value / White * width) + range.Min;
        }
    }

    private static void Multiply(Span<float> image, ImageShape shape, DataFormat layout, float factor)
    {
        if (shape.Channels != AlphaChannel + 1)
        {
            Multiply(image, factor);
        }
        else if (layout == DataFormat.ChannelsFirst)
        {
            int alpha = AlphaChannel * shape.Pixels;
            Multiply(image[..alpha], factor);
            Multiply(image[alpha..], 1);
        }
        else
        {
            for (int i = 0; i < image.Length; i++)
            {
                image[i] = Multiply(image[i], i % shape.Channels == AlphaChannel ? 1 : factor);
            }
        }
    }

    private static void Multiply(Span<float> values, float factor)
    {
        var factors = new Vector<float>(factor);
        var white = new Vector<float>(White);
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> vector in vectors)
        {
            vector = Vector.Floor(Vector.Min(Vector.Floor(vector) * factors, white));
        }

        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            value = Multiply(value, factor);
        }
    }

    // Nothing is negative here, so that the floor is the cut to 8 bits.
    private static float Multiply(float value, float factor) =>
        MathF.Floor(Math.Min(MathF.Floor(value) * factor, White));
}
