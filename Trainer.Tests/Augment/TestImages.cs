using SkiaSharp;
using Trainer.Augment.Images;

namespace Trainer.Tests.Augment;

internal static class TestImages
{
    /// <summary>Uniform noise: every misplaced pixel shows.</summary>
    public static byte[] Noise(ImageShape shape, int seed)
    {
        var image = new byte[shape.Length];
        new Random(seed).NextBytes(image);
        return image;
    }

    /// <summary>Three smooth channels, none like another, which a lossy format keeps nearly as they are.</summary>
    public static byte[] Gradient(ImageShape shape) =>
    [
        .. from row in Enumerable.Range(0, shape.Height)
           from column in Enumerable.Range(0, shape.Width)
           from value in new[] { 30 + (180 * column / shape.Width), 40 + (160 * row / shape.Height), 220 - (190 * column / shape.Width) }
           select (byte)value,
    ];

    /// <summary>A file of an RGB image, of good but not perfect quality where the format is lossy.</summary>
    public static byte[] Encode(byte[] pixels, ImageShape shape, SKEncodedImageFormat format)
    {
        byte[] rgba = [.. pixels.Chunk(3).SelectMany(pixel => pixel.Append(byte.MaxValue))];
        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), rgba);
        using SKData data = image.Encode(format, 90);
        return data.ToArray();
    }
}
