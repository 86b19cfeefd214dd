using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Transforms;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;

namespace Trainer.Augment.ImageSharp;

/// <summary>The codec on SixLabors.ImageSharp: reads PNG, JPEG, WebP, GIF, BMP, TIFF, TGA, PBM and QOI.</summary>
/// <remarks>
/// Equal to <see cref="SkiaImageCodec"/> for files without loss and without resizing; decoded JPEG files and resized
/// images differ, as between any two libraries.
/// </remarks>
public sealed class ImageSharpCodec : IImageCodec
{
    /// <summary>One thread, because the caller decides how many files are worked on at once.</summary>
    private static readonly DecoderOptions Decoding = new()
    {
        Configuration = SingleThread.Configuration,
        MaxFrames = 1,
        SkipMetadata = true,
    };

    /// <inheritdoc/>
    public ImageShape ReadShape(ReadOnlySpan<byte> encoded)
    {
        try
        {
            ImageInfo info = Image.Identify(Decoding, encoded);
            return new ImageShape(info.Height, info.Width, 3);
        }
        catch (ImageFormatException e)
        {
            throw Unreadable(encoded.Length, e);
        }
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, ImageShape shape, Span<byte> destination, ResizeFilter filter)
    {
        RgbaPixels.Check(destination.Length, shape, nameof(destination));
        using Image<Rgba32> image = Load(encoded);
        if (image.Width != shape.Width || image.Height != shape.Height)
        {
            image.Mutate(context => context.Resize(new ResizeOptions
            {
                Size = new Size(shape.Width, shape.Height),
                Mode = ResizeMode.Stretch,
                Sampler = Sampler(filter),
                // Alpha that is dropped afterwards must not weigh the colours.
                PremultiplyAlpha = shape.Channels == RgbaPixels.BytesPerPixel,
            }));
        }

        var rgba = new byte[shape.Pixels * RgbaPixels.BytesPerPixel];
        image.CopyPixelDataTo(rgba);
        RgbaPixels.Read(rgba, shape.Channels, destination);
    }

    /// <inheritdoc/>
    public byte[] EncodePng(ReadOnlySpan<byte> pixels, ImageShape shape)
    {
        RgbaPixels.Check(pixels.Length, shape, nameof(pixels));
        var rgba = new byte[shape.Pixels * RgbaPixels.BytesPerPixel];
        RgbaPixels.Write(pixels, shape.Channels, rgba);
        using Image<Rgba32> image =
            Image.LoadPixelData<Rgba32>(SingleThread.Configuration, rgba, shape.Width, shape.Height);
        using var png = new MemoryStream();
        image.SaveAsPng(png);
        return png.ToArray();
    }

    private static Image<Rgba32> Load(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return Image.Load<Rgba32>(Decoding, encoded);
        }
        catch (ImageFormatException e)
        {
            throw Unreadable(encoded.Length, e);
        }
    }

    private static InvalidDataException Unreadable(int bytes, ImageFormatException e) => e is UnknownImageFormatException
        ? new InvalidDataException(
            $"The {bytes} bytes are no image in a known format (PNG, JPEG, WebP, GIF, BMP, TIFF, TGA, PBM, QOI).", e)
        : new InvalidDataException($"The image of {bytes} bytes is damaged: {e.Message}", e);

    private static IResampler Sampler(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Nearest => KnownResamplers.NearestNeighbor,
        ResizeFilter.Bilinear => KnownResamplers.Triangle,
        ResizeFilter.Bicubic => KnownResamplers.MitchellNetravali,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "Unknown filter."),
    };
}
