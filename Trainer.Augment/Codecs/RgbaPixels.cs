using Trainer.Augment.Images;

namespace Trainer.Augment.Codecs;

/// <summary>Between the four bytes per pixel that libraries decode to and the channels of a shape.</summary>
internal static class RgbaPixels
{
    /// <summary>Red, green, blue, alpha.</summary>
    public const int BytesPerPixel = 4;

    /// <summary>Refuses shapes that no file has and spans that are too short for theirs.</summary>
    /// <param name="length">The length of the span.</param>
    /// <param name="shape">What it has to hold.</param>
    /// <param name="name">What the caller calls the span.</param>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public static void Check(int length, ImageShape shape, string name)
    {
        if (shape.Channels is not (1 or 3 or 4))
        {
            throw new ArgumentException($"The shape is {shape}; a file has 1, 3 or 4 channels.", nameof(shape));
        }

        if (length < shape.Length)
        {
            throw new ArgumentException(
                $"The {name} has {length} bytes; an image of {shape} needs {shape.Length}.", name);
        }
    }

    /// <summary>
    /// Takes an image from RGBA, resized to a shape by any filter but <see cref="ResizeFilter.Nearest"/>.
    /// </summary>
    /// <remarks>
    /// Transparent pixels count with their colour where alpha is dropped afterwards, as in Keras, and not where it is
    /// kept, as in Pillow.
    /// </remarks>
    public static void Resize(
        ReadOnlySpan<byte> rgba,
        int height,
        int width,
        ImageShape shape,
        ResizeFilter filter,
        Span<byte> destination)
    {
        if (height == shape.Height && width == shape.Width)
        {
            Read(rgba[..(shape.Pixels * BytesPerPixel)], shape.Channels, destination);
            return;
        }

        bool keepsAlpha = shape.Channels == BytesPerPixel;
        byte[] resized = new byte[shape.Pixels * BytesPerPixel];
        PixelResampler.Resize(
            keepsAlpha ? Premultiply(rgba) : rgba, height, width, resized, shape.Height, shape.Width, filter);
        if (keepsAlpha)
        {
            Unpremultiply(resized);
        }

        Read(resized, shape.Channels, destination);
    }

    /// <summary>Takes 1 (grey), 3 or 4 channels from RGBA.</summary>
    public static void Read(ReadOnlySpan<byte> rgba, int channels, Span<byte> destination)
    {
        for (int from = 0, to = 0; from < rgba.Length; from += BytesPerPixel, to += channels)
        {
            ReadOnlySpan<byte> pixel = rgba.Slice(from, BytesPerPixel);
            if (channels == 1)
            {
                destination[to] = Grey(pixel);
            }
            else
            {
                pixel[..channels].CopyTo(destination[to..]);
            }
        }
    }

    /// <summary>Makes RGBA of 1 (grey), 3 or 4 channels; opaque unless there are 4.</summary>
    public static void Write(ReadOnlySpan<byte> pixels, int channels, Span<byte> rgba)
    {
        for (int from = 0, to = 0; to < rgba.Length; from += channels, to += BytesPerPixel)
        {
            Span<byte> pixel = rgba.Slice(to, BytesPerPixel);
            pixel.Fill(channels == 1 ? pixels[from] : byte.MaxValue);
            if (channels == 1)
            {
                pixel[3] = byte.MaxValue;
            }
            else
            {
                pixels.Slice(from, channels).CopyTo(pixel);
            }
        }
    }

    private static byte[] Premultiply(ReadOnlySpan<byte> rgba)
    {
        byte[] weighed = rgba.ToArray();
        for (int i = 0; i < weighed.Length; i += BytesPerPixel)
        {
            int alpha = weighed[i + 3];
            for (int channel = 0; channel < 3; channel++)
            {
                weighed[i + channel] = (byte)(((weighed[i + channel] * alpha) + 127) / 255);
            }
        }

        return weighed;
    }

    private static void Unpremultiply(Span<byte> rgba)
    {
        for (int i = 0; i < rgba.Length; i += BytesPerPixel)
        {
            int alpha = rgba[i + 3];
            for (int channel = 0; alpha > 0 && channel < 3; channel++)
            {
                rgba[i + channel] = (byte)Math.Min(rgba[i + channel] * 255 / alpha, 255);
            }
        }
    }

    /// <summary>ITU-R BT.601 in 16-bit fixed point, rounded, as Pillow converts to grey.</summary>
    private static byte Grey(ReadOnlySpan<byte> rgb) =>
        (byte)(((rgb[0] * 19595) + (rgb[1] * 38470) + (rgb[2] * 7471) + 0x8000) >> 16);
}
