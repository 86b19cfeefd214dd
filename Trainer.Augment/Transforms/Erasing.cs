using Trainer.Augment.Images;
using Trainer.Augment.Kernels;
using Trainer.Augment.Randomness;

namespace Trainer.Augment.Transforms;

/// <summary>Fills a rectangle of an image with one value or with noise.</summary>
internal static class Erasing
{
    private const float White = 255;

    /// <summary>Fills in place; <paramref name="value"/> is null for noise, each number from 0 to 255.</summary>
    public static void Apply(
        Span<float> image,
        ImageShape shape,
        DataFormat layout,
        in PixelRectangle rectangle,
        double? value)
    {
        var strides = PixelStrides.For(shape, layout);
        for (int row = rectangle.Top; row < rectangle.Top + rectangle.Height; row++)
        {
            for (int column = rectangle.Left; column < rectangle.Left + rectangle.Width; column++)
            {
                int pixel = (row * strides.Row) + (column * strides.Column);
                for (int channel = 0; channel < shape.Channels; channel++)
                {
                    image[pixel + (channel * strides.Channel)] = value is { } constant
                        ? (float)constant
                        : Noise(rectangle.NoiseSeed, row, column, channel);
                }
            }
        }
    }

    private static float Noise(ulong seed, int row, int column, int channel)
    {
        // Fewer rounds would do for noise, but one generator is simpler than two.
        var (bits, _, _, _) = Philox.Block((uint)row, (uint)column, (uint)channel, 0, (uint)seed, (uint)(seed >> 32));
        return bits * (White / uint.MaxValue);
    }
}
