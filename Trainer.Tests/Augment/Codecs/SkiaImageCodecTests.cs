using SkiaSharp;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Xunit;

namespace Trainer.Tests.Augment.Codecs;

public sealed class SkiaImageCodecTests
{
    private readonly SkiaImageCodec _codec = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Decode_EncodedPng_GivesThePixelsBack(int channels)
    {
        var shape = new ImageShape(13, 17, channels);
        byte[] pixels = TestImages.Noise(shape, seed: 11);

        byte[] png = _codec.EncodePng(pixels, shape);
        var decoded = new byte[shape.Length];
        _codec.Decode(png, shape, decoded, ResizeFilter.Nearest);

        Assert.Equal(pixels, decoded);
        Assert.Equal(new ImageShape(13, 17, 3), _codec.ReadShape(png));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Decode_LossyFormat_GivesThePixelsBackNearly(SKEncodedImageFormat format)
    {
        var shape = new ImageShape(40, 48, 3);
        byte[] pixels = TestImages.Gradient(shape);
        byte[] encoded = TestImages.Encode(pixels, shape, format);

        var decoded = new byte[shape.Length];
        _codec.Decode(encoded, shape, decoded, ResizeFilter.Nearest);

        Assert.Equal(shape, _codec.ReadShape(encoded));
        int[] differences = [.. pixels.Zip(decoded, (expected, actual) => Math.Abs(expected - actual))];
        Assert.InRange(differences.Max(), 0, 12);
        Assert.InRange(differences.Average(), 0, 2);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Decode_TruncatedLossyFormat_Throws(SKEncodedImageFormat format)
    {
        var shape = new ImageShape(40, 48, 3);
        byte[] encoded = TestImages.Encode(TestImages.Noise(shape, seed: 13), shape, format);

        Assert.Throws<InvalidDataException>(
            () => _codec.Decode(encoded.AsSpan(0, encoded.Length / 2), shape, new byte[shape.Length], ResizeFilter.Nearest));
    }

    [Fact]
    public void Decode_Nearest_DoublesPixels()
    {
        var shape = new ImageShape(4, 4, 3);
        byte[] pixels = TestImages.Noise(shape, seed: 12);
        var large = new ImageShape(8, 8, 3);
        var decoded = new byte[large.Length];

        _codec.Decode(_codec.EncodePng(pixels, shape), large, decoded, ResizeFilter.Nearest);

        for (int i = 0; i < large.Length; i++)
        {
            int pixel = i / 3;
            Assert.Equal(pixels[(((pixel / 8 / 2) * 4) + (pixel % 8 / 2)) * 3 + (i % 3)], decoded[i]);
        }
    }

    [Theory]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Bicubic)]
    public void Decode_Smaller_KeepsAPlainColour(ResizeFilter filter)
    {
        var shape = new ImageShape(40, 30, 3);
        byte[] pixels = [.. Enumerable.Range(0, shape.Length).Select(i => (byte)(50 + (70 * (i % 3))))];
        var small = new ImageShape(7, 9, 3);
        var decoded = new byte[small.Length];

        _codec.Decode(_codec.EncodePng(pixels, shape), small, decoded, filter);

        Assert.All(Enumerable.Range(0, small.Length), i => Assert.InRange(decoded[i], 49 + (70 * (i % 3)), 51 + (70 * (i % 3))));
    }

    [Fact]
    public void Decode_ToGrey_WeighsAsPillow()
    {
        var shape = new ImageShape(1, 1, 3);
        var grey = new byte[1];

        _codec.Decode(_codec.EncodePng([10, 200, 90], shape), new ImageShape(1, 1, 1), grey, ResizeFilter.Nearest);

        Assert.Equal(131, grey[0]);
    }

    [Fact]
    public void Decode_NoImage_SaysWhatItCanRead()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => _codec.Decode([1, 2, 3], new ImageShape(1, 1, 3), new byte[3], ResizeFilter.Nearest));

        Assert.Equal("The 3 bytes are no image in a known format (PNG, JPEG, WebP, GIF, BMP, ICO).", error.Message);
    }

    [Fact]
    public void Decode_Truncated_Throws()
    {
        var shape = new ImageShape(32, 32, 3);
        byte[] png = _codec.EncodePng(TestImages.Noise(shape, seed: 13), shape);

        Assert.Throws<InvalidDataException>(
            () => _codec.Decode(png.AsSpan(0, png.Length / 2), shape, new byte[shape.Length], ResizeFilter.Nearest));
    }

    [Fact]
    public void EncodePng_TwoChannels_Throws() =>
        Assert.Throws<ArgumentException>(() => _codec.EncodePng(new byte[2], new ImageShape(1, 1, 2)));
}
