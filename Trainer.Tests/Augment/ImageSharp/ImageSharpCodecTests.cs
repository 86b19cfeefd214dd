using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Augment.ImageSharp;
using Xunit;

namespace Trainer.Tests.Augment.ImageSharp;

public sealed class ImageSharpCodecTests
{
    private readonly ImageSharpCodec _codec = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Decode_EncodedPng_GivesThePixelsBack(int channels)
    {
        var shape = new ImageShape(13, 17, channels);
        byte[] pixels = TestImages.Noise(shape, seed: 11);

        byte[] png = _codec.EncodePng(pixels, shape);

        Assert.Equal(pixels, Decode(_codec, png, shape, ResizeFilter.Nearest));
        Assert.Equal(new ImageShape(13, 17, 3), _codec.ReadShape(png));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void EncodePng_ReadBySkia_IsTheSameImage(int channels)
    {
        var shape = new ImageShape(9, 5, channels);
        byte[] pixels = TestImages.Noise(shape, seed: 12);
        var skia = new SkiaImageCodec();

        Assert.Equal(pixels, Decode(skia, _codec.EncodePng(pixels, shape), shape, ResizeFilter.Nearest));
        Assert.Equal(pixels, Decode(_codec, skia.EncodePng(pixels, shape), shape, ResizeFilter.Nearest));
    }

    [Fact]
    public void Decode_Nearest_DoublesPixels()
    {
        var shape = new ImageShape(4, 4, 3);
        byte[] pixels = TestImages.Noise(shape, seed: 13);
        var large = new ImageShape(8, 8, 3);

        byte[] decoded = Decode(_codec, _codec.EncodePng(pixels, shape), large, ResizeFilter.Nearest);

        for (int i = 0; i < large.Length; i++)
        {
            int pixel = i / 3;
            Assert.Equal(pixels[(((pixel / 8 / 2) * 4) + (pixel % 8 / 2)) * 3 + (i % 3)], decoded[i]);
        }
    }

    [Theory]
    [InlineData(ResizeFilter.Nearest)]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Bicubic)]
    public void Decode_Smaller_KeepsAPlainColour(ResizeFilter filter)
    {
        var shape = new ImageShape(40, 30, 3);
        byte[] pixels = [.. Enumerable.Range(0, shape.Length).Select(i => (byte)(50 + (70 * (i % 3))))];
        var small = new ImageShape(7, 9, 3);

        byte[] decoded = Decode(_codec, _codec.EncodePng(pixels, shape), small, filter);

        Assert.All(Enumerable.Range(0, small.Length), i => Assert.InRange(decoded[i], 49 + (70 * (i % 3)), 51 + (70 * (i % 3))));
    }

    [Fact]
    public void Decode_TransparentImageToThreeChannels_DropsAlphaAlsoWhenResizing()
    {
        var shape = new ImageShape(8, 8, 4);
        byte[] pixels = [.. Enumerable.Range(0, shape.Length).Select(i => (byte)(i % 4 == 3 ? 0 : 200))];
        var small = new ImageShape(4, 4, 3);

        byte[] decoded = Decode(_codec, _codec.EncodePng(pixels, shape), small, ResizeFilter.Bilinear);

        Assert.All(decoded, value => Assert.Equal(200, value));
    }

    [Fact]
    public void Decode_ToGrey_WeighsAsPillow()
    {
        byte[] png = _codec.EncodePng([10, 200, 90], new ImageShape(1, 1, 3));

        Assert.Equal([131], Decode(_codec, png, new ImageShape(1, 1, 1), ResizeFilter.Nearest));
    }

    [Fact]
    public void Decode_NoImage_SaysWhatItCanRead()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => _codec.Decode([1, 2, 3], new ImageShape(1, 1, 3), new byte[3], ResizeFilter.Nearest));

        Assert.Equal(
            "The 3 bytes are no image in a known format (PNG, JPEG, WebP, GIF, BMP, TIFF, TGA, PBM).", error.Message);
        Assert.Throws<InvalidDataException>(() => _codec.ReadShape([1, 2, 3]));
    }

    [Fact]
    public void Decode_Truncated_Throws()
    {
        var shape = new ImageShape(32, 32, 3);
        byte[] png = _codec.EncodePng(TestImages.Noise(shape, seed: 14), shape);

        Assert.Throws<InvalidDataException>(
            () => _codec.Decode(png.AsSpan(0, png.Length / 2), shape, new byte[shape.Length], ResizeFilter.Nearest));
    }

    [Fact]
    public void Decode_PngWithAGigabyteOfText_ReadsThePictureAlone()
    {
        var shape = new ImageShape(4, 4, 3);
        byte[] pixels = TestImages.Noise(shape, seed: 15);
        byte[] png = Png.AddCompressedText(_codec.EncodePng(pixels, shape), length: 1 << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();

        byte[] decoded = Decode(_codec, png, shape, ResizeFilter.Nearest);
        ImageShape read = _codec.ReadShape(png);

        Assert.Equal(pixels, decoded);
        Assert.Equal(shape with { Channels = 3 }, read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Decode_DamagedInAnyWay_IsOneKindOfException(int seed)
    {
        var shape = new ImageShape(16, 16, 3);
        byte[] png = _codec.EncodePng(TestImages.Noise(shape, seed), shape);
        var random = new Random(seed);
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = [.. png];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                _codec.ReadShape(damaged);
                Decode(_codec, damaged, shape, ResizeFilter.Bilinear);
            }
            catch (InvalidDataException e)
            {
                Assert.Matches("^The (image of [0-9]+ bytes is |[0-9]+ bytes are no image)", e.Message);
            }
        }
    }

    public static TheoryData<int> Damaged => [1, 2, 3];

    [Fact]
    public void Decode_AnimatedWebp_SaysThatItCannotBeRead()
    {
        // RIFF, WEBP, VP8X with the flag for animation, 1×1 pixels; ANIM with no loops.
        byte[] webp =
        [
            .. "RIFF"u8, 36, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            .. "ANIM"u8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];

        var error = Assert.Throws<InvalidDataException>(() => Decode(_codec, webp, new ImageShape(1, 1, 3), ResizeFilter.Nearest));

        Assert.StartsWith("The image of 44 bytes is of a kind that ImageSharp cannot read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodePng_TwoChannels_Throws() =>
        Assert.Throws<ArgumentException>(() => _codec.EncodePng(new byte[2], new ImageShape(1, 1, 2)));

    private static byte[] Decode(IImageCodec codec, byte[] png, ImageShape shape, ResizeFilter filter)
    {
        var decoded = new byte[shape.Length];
        codec.Decode(png, shape, decoded, filter);
        return decoded;
    }
}
