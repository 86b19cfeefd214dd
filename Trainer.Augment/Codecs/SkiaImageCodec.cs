using SkiaSharp;
using Trainer.Augment.Images;

namespace Trainer.Augment.Codecs;

/// <summary>The codec on SkiaSharp: reads PNG, JPEG, WebP, GIF, BMP and ICO.</summary>
public sealed class SkiaImageCodec : IImageCodec
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FileExtensions { get; } = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

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
        RgbaPixels.Check(destination.Length, shape, nameof(destination));
        using SKData data = SKData.CreateCopy(encoded);
        using SKCodec codec = Open(data);
        using var image = new SKBitmap(Rgba(codec.Info.Width, codec.Info.Height));
        SKCodecResult result = codec.GetPixels(image.Info, image.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw new InvalidDataException(
                $"The image of {encoded.Length} bytes is damaged: decoding ended with {result}.");
        }

        if (filter != ResizeFilter.Nearest || (image.Height == shape.Height && image.Width == shape.Width))
        {
            RgbaPixels.Resize(image.GetPixelSpan(), image.Height, image.Width, shape, filter, destination);
            return;
        }

        using var nearest = new SKBitmap(Rgba(shape.Width, shape.Height));
        if (!image.ScalePixels(nearest, new SKSamplingOptions(SKFilterMode.Nearest)))
        {
            throw new InvalidOperationException(
                $"Skia could not resize {image.Height}×{image.Width} to {shape.Height}×{shape.Width}.");
        }

        RgbaPixels.Read(nearest.GetPixelSpan(), shape.Channels, destination);
    }

    /// <inheritdoc/>
    public byte[] EncodePng(ReadOnlySpan<byte> pixels, ImageShape shape)
    {
        RgbaPixels.Check(pixels.Length, shape, nameof(pixels));
        var rgba = new byte[shape.Pixels * RgbaPixels.BytesPerPixel];
        RgbaPixels.Write(pixels, shape.Channels, rgba);
        var info = Rgba(shape.Width, shape.Height);
        if (shape.Channels < RgbaPixels.BytesPerPixel)
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
}
