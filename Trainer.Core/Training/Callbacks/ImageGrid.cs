using TorchSharp;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Callbacks;

/// <summary>Pictures of a batch beside and below one another, as the network is fed with them.</summary>
public static class ImageGrid
{
    private const int MostImages = 16;
    private const int Columns = 4;

    /// <summary>Draws up to sixteen images of a batch; on the Torch thread.</summary>
    /// <param name="images">N×C×H×W; stays the caller's.</param>
    /// <returns>A PNG file and its shape; null if these are no images.</returns>
    public static (byte[] Png, ImageShape Shape)? TryDraw(Tensor images)
    {
        if (images.dim() != 4)
        {
            return null;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        var shape = new ImageShape((int)images.shape[2], (int)images.shape[3], (int)images.shape[1]);
        Tensor shown = images.narrow(0, 0, Math.Min(images.shape[0], MostImages)).detach().to(ScalarType.Float32).cpu()
            .contiguous();
        GC.KeepAlive(images);
        return Draw(shown.data<float>().ToArray(), (int)shown.shape[0], shape);
    }

    /// <summary>Draws up to sixteen images.</summary>
    /// <param name="images">N×C×H×W values; their range over all images becomes black to white.</param>
    /// <param name="count">N.</param>
    /// <param name="shape">
    /// The shape of one image; with three channels they are red, green and blue, else the first is drawn as grey.
    /// </param>
    /// <returns>A PNG file and its shape.</returns>
    public static (byte[] Png, ImageShape Shape) Draw(ReadOnlySpan<float> images, int count, ImageShape shape)
    {
        int shown = Math.Min(count, MostImages);
        int columns = Math.Min(shown, Columns);
        int rows = (shown + columns - 1) / columns;
        int channels = shape.Channels == 3 ? 3 : 1;
        var grid = new ImageShape(rows * (shape.Height + 1), columns * (shape.Width + 1), channels);
        byte[] pixels = new byte[grid.Length];
        ReadOnlySpan<float> used = images[..(shown * shape.Length)];
        (float low, float high) = Range(used);
        float scale = high > low ? 255 / (high - low) : 0;
        for (int i = 0; i < shown; i++)
        {
            ReadOnlySpan<float> image = used.Slice(i * shape.Length, shape.Length);
            int corner =
                ((i / columns * (shape.Height + 1) * grid.Width) + (i % columns * (shape.Width + 1))) * channels;
            for (int pixel = 0; pixel < shape.Pixels; pixel++)
            {
                int place = corner + (((pixel / shape.Width * grid.Width) + (pixel % shape.Width)) * channels);
                for (int channel = 0; channel < channels; channel++)
                {
                    // Not-a-number becomes black.
                    pixels[place + channel] = (byte)Math.Clamp(
                        (image[(channel * shape.Pixels) + pixel] - low) * scale, 0, 255);
                }
            }
        }

        return (new SkiaImageCodec().EncodePng(pixels, grid), grid);
    }

    private static (float Low, float High) Range(ReadOnlySpan<float> values)
    {
        (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        return (low, high);
    }
}
