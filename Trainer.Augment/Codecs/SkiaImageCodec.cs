using SkiaSharp;
using Trainer.Augment.Images;

namespace Trainer.Augment.Codecs;

/// <summary>The codec on SkiaSharp: reads PNG, JPEG, WebP, GIF, BMP and ICO.</summary>
public sealed class SkiaImageCodec : IImageCodec
{
    private const int BytesPerPixel = 4;

    /// <inheritdoc/>
    public ImageShape ReadShape(ReadOnlySpan<byte> encoded)
    {
        using SKData data = SKData.CreateCopy(encoded);
        using SKCodec codec = Open(data);
        return new ImageShape(codec.Info.Height, codec.Info.Width, 3);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, ImageShape shape, Span<byte> destination, ResizeFilter filter)
    {
        Check(destination.Length, shape, nameof(destination));
        using SKData data = SKData.CreateCopy(encoded);
        using SKCodec codec = Open(data);
        using var image = new SKBitmap(Rgba(codec.Info.Width, codec.Info.Height));
        SKCodecResult result = codec.GetPixels(image.Info, image.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw new InvalidDataException($"The image of {encoded.Length} bytes is damaged: decoding ended with {result}.");
        }

        if (image.Width == shape.Width && image.Height == shape.Height)
        {
            FromRgba(image.GetPixelSpan(), shape.Channels, destination);
            return;
        }

        using var resized = new SKBitmap(Rgba(shape.Width, shape.Height));
        if (!image.ScalePixels(resized, Sampling(filter)))
        {
            throw new InvalidOperationException(
                $"Skia could not resize {image.Height}×{image.Width} to {shape.Height}×{shape.Width}.");
        }

        FromRgba(resized.GetPixelSpan(), shape.Channels, destination);
    }

    /// <inheritdoc/>
    public byte[] EncodePng(ReadOnlySpan<byte> pixels, ImageShape shape)
    {
        Check(pixels.Length, shape, nameof(pixels));
        var rgba = new byte[shape.Pixels * BytesPerPixel];
        ToRgba(pixels, shape.Channels, rgba);
        var info = Rgba(shape.Width, shape.Height);
        if (shape.Channels < BytesPerPixel)
        {
            info = info.WithAlphaType(SKAlphaType.Opaque);
        }

        using SKImage image = SKImage.FromPixelCopy(info, rgba);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static SKCodec Open(SKData data) => SKCodec.Create(data) ?? throw new InvalidDataException(
        $"The {data.Size} bytes are no image in a known format (PNG, JPEG, WebP, GIF, BMP, ICO).");

    private static SKImageInfo Rgba(int width, int height) =>
        new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);

    private static SKSamplingOptions Sampling(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Nearest => new SKSamplingOptions(SKFilterMode.Nearest),
        ResizeFilter.Bilinear => new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear),
        ResizeFilter.Bicubic => new SKSamplingOptions(SKCubicResampler.Mitchell),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "Unknown filter."),
    };

    private static void Check(int length, ImageShape shape, string name)
    {
        if (shape.Channels is not (1 or 3 or 4))
        {
            throw new ArgumentException($"The shape is {shape}; a file has 1, 3 or 4 channels.", nameof(shape));
        }

        if (length < shape.Length)
        {
            throw new ArgumentException($"The {name} has {length} bytes; an image of {shape} needs {shape.Length}.", name);
        }
    }

    private static void FromRgba(ReadOnlySpan<byte> rgba, int channels, Span<byte> destination)
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

    private static void ToRgba(ReadOnlySpan<byte> pixels, int channels, Span<byte> rgba)
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

    /// <summary>ITU-R BT.601 in 16-bit fixed point, rounded, as Pillow converts to grey.</summary>
    private static byte Grey(ReadOnlySpan<byte> rgb) =>
        (byte)(((rgb[0] * 19595) + (rgb[1] * 38470) + (rgb[2] * 7471) + 0x8000) >> 16);
}
