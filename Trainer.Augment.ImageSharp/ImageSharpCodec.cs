using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;

namespace Trainer.Augment.ImageSharp;

/// <summary>
/// The codec on SixLabors.ImageSharp: reads PNG, JPEG, WebP, GIF, BMP, TIFF, TGA and PBM; of a file with several
/// pictures the first.
/// </summary>
/// <remarks>
/// Equal to <see cref="SkiaImageCodec"/> for files without loss, unless <see cref="ResizeFilter.Nearest"/> has to
/// choose between two pixels that are equally near; decoded JPEG files differ, as between any two libraries. A JPEG
/// file that was cut short is not refused: ImageSharp fills in grey. Animated WebP files and QOI are beyond it.
/// </remarks>
public sealed class ImageSharpCodec : IImageCodec
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FileExtensions { get; } =
        [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".tga", ".pbm", ".pgm", ".ppm"];

    /// <inheritdoc/>
    public ImageShape ReadShape(ReadOnlySpan<byte> encoded)
    {
        IImageInfo? info = Read(
            encoded, static bytes => Image.Identify(Decoding.Configuration, new MemoryStream(bytes), out _));
        return info is null ? throw Unknown(encoded.Length) : new ImageShape(info.Height, info.Width, 3);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, ImageShape shape, Span<byte> destination, ResizeFilter filter)
    {
        RgbaPixels.Check(destination.Length, shape, nameof(destination));
        using Image<Rgba32> image = Read(encoded, static bytes => Image.Load<Rgba32>(Decoding.Configuration, bytes));
        if (filter == ResizeFilter.Nearest)
        {
            image.Mutate(context => context.Resize(shape.Width, shape.Height, KnownResamplers.NearestNeighbor));
        }

        byte[] rgba = new byte[image.Width * image.Height * RgbaPixels.BytesPerPixel];
        image.CopyPixelDataTo(rgba);
        RgbaPixels.Resize(rgba, image.Height, image.Width, shape, filter, destination);
    }

    /// <inheritdoc/>
    public byte[] EncodePng(ReadOnlySpan<byte> pixels, ImageShape shape)
    {
        RgbaPixels.Check(pixels.Length, shape, nameof(pixels));
        var rgba = new byte[shape.Pixels * RgbaPixels.BytesPerPixel];
        RgbaPixels.Write(pixels, shape.Channels, rgba);
        using Image<Rgba32> image =
            Image.LoadPixelData<Rgba32>(Decoding.Configuration, rgba, shape.Width, shape.Height);
        using var png = new MemoryStream();
        image.SaveAsPng(png);
        return png.ToArray();
    }

    /// <summary>
    /// Reads, and turns whatever a damaged file comes to into one exception: ImageSharp's own are not the only ones.
    /// </summary>
    private static T Read<T>(ReadOnlySpan<byte> encoded, Func<byte[], T> read)
    {
        try
        {
            return read(encoded.ToArray());
        }
        catch (UnknownImageFormatException e)
        {
            throw Unknown(encoded.Length, e);
        }
        catch (NotSupportedException e)
        {
            throw new InvalidDataException(
                $"The image of {encoded.Length} bytes is of a kind that ImageSharp cannot read: {e.Message}", e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"The image of {encoded.Length} bytes is damaged: {e.Message}", e);
        }
    }

    private static InvalidDataException Unknown(int bytes, Exception? e = null) =>
        new($"The {bytes} bytes are no image in a known format ({Decoding.Formats}).", e);
}
