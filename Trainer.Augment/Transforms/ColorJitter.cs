using Trainer.Augment.Images;
using Trainer.Augment.Kernels;

namespace Trainer.Augment.Transforms;

/// <summary>Changes contrast, saturation and hue, in this order, of pixel values from 0 to 255.</summary>
/// <remarks>
/// Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). Images that have neither three nor four channels have
/// no colours: of those only the contrast is changed. A fourth channel is alpha and stays.
/// </remarks>
public static class ColorJitter
{
    private const float White = 255;

    /// <summary>Changes an image in place; results are clamped to 0–255.</summary>
    /// <param name="image">The values of the image.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="layout">How its values lie.</param>
    /// <param name="factors">What to change by how much.</param>
    public static void Apply(Span<float> image, ImageShape shape, DataFormat layout, in ColorJitterFactors factors)
    {
        var strides = PixelStrides.For(shape, layout);
        if (shape.Channels is not (3 or 4))
        {
            ChangeContrast(image, (float)factors.Contrast);
            return;
        }

        float meanGrey = (float)MeanGrey(image, shape, strides);
        for (int pixel = 0; pixel < shape.Pixels; pixel++)
        {
            ref float red = ref image[pixel * strides.Column];
            ref float green = ref image[(pixel * strides.Column) + strides.Channel];
            ref float blue = ref image[(pixel * strides.Column) + (2 * strides.Channel)];
            red = Blend(red, meanGrey, (float)factors.Contrast);
            green = Blend(green, meanGrey, (float)factors.Contrast);
            blue = Blend(blue, meanGrey, (float)factors.Contrast);

            float grey = Grey(red, green, blue);
            red = Blend(red, grey, (float)factors.Saturation);
            green = Blend(green, grey, (float)factors.Saturation);
            blue = Blend(blue, grey, (float)factors.Saturation);

            if (factors.Hue != 0)
            {
                TurnHue(ref red, ref green, ref blue, (float)factors.Hue);
            }
        }
    }

    private static void ChangeContrast(Span<float> image, float factor)
    {
        double sum = 0;
        foreach (float value in image)
        {
            sum += value;
        }

        float mean = (float)(sum / image.Length);
        foreach (ref float value in image)
        {
            value = Blend(value, mean, factor);
        }
    }

    private static double MeanGrey(ReadOnlySpan<float> image, ImageShape shape, PixelStrides strides)
    {
        double sum = 0;
        for (int pixel = 0; pixel < shape.Pixels; pixel++)
        {
            int red = pixel * strides.Column;
            sum += Grey(image[red], image[red + strides.Channel], image[red + (2 * strides.Channel)]);
        }

        return sum / shape.Pixels;
    }

    private static float Grey(float red, float green, float blue) =>
        (0.299f * red) + (0.587f * green) + (0.114f * blue);

    private static float Blend(float value, float grey, float factor) =>
        Math.Clamp(grey + ((value - grey) * factor), 0, White);

    /// <summary>Goes to hue, saturation and value and back.</summary>
    private static void TurnHue(ref float red, ref float green, ref float blue, float turn)
    {
        float max = Math.Max(red, Math.Max(green, blue));
        float range = max - Math.Min(red, Math.Min(green, blue));
        if (range == 0)
        {
            return;
        }

        float sixths = max == red ? (green - blue) / range
            : max == green ? 2 + ((blue - red) / range)
            : 4 + ((red - green) / range);
        float hue = sixths + (6 * turn);
        red = Channel(hue, 5, max, range);
        green = Channel(hue, 3, max, range);
        blue = Channel(hue, 1, max, range);
    }

    /// <summary>
    /// The trapezoid that a channel follows round the circle, which begins at <paramref name="phase"/>.
    /// </summary>
    private static float Channel(float hue, int phase, float max, float range)
    {
        float position = hue + phase;
        position -= 6 * MathF.Floor(position / 6);
        return max - (range * Math.Clamp(Math.Min(position, 4 - position), 0, 1));
    }
}
