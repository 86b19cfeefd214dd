using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Xunit;

namespace Trainer.Tests.Augment.Codecs;

public sealed class BgrImageCodecTests
{
    private static readonly SkiaImageCodec Rgb = new();
    private static readonly BgrImageCodec Bgr = new(Rgb);

    [Theory]
    [InlineData(3, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(4, new byte[] { 3, 2, 1, 255, 6, 5, 4, 255 })]
    public void Decode_OfAColourImage_PutsBlueFirst(int channels, byte[] expected)
    {
        byte[] png = Rgb.EncodePng([1, 2, 3, 4, 5, 6], new ImageShape(1, 2, 3));
        byte[] pixels = new byte[expected.Length];

        Bgr.Decode(png, new ImageShape(1, 2, channels), pixels, ResizeFilter.Nearest);

        Assert.Equal(expected, pixels);
    }

    [Fact]
    public void EncodePng_ThenDecode_GivesThePixelsBack()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        byte[] result = new byte[6];

        Bgr.Decode(Bgr.EncodePng(pixels, new ImageShape(2, 1, 3)), new ImageShape(2, 1, 3), result, ResizeFilter.Nearest);

        Assert.Equal(pixels, result);
    }

    [Fact]
    public void Decode_OfAGreyImage_IsThatOfTheOtherCodec()
    {
        byte[] png = Rgb.EncodePng([7, 9], new ImageShape(1, 2, 1));
        byte[] pixels = new byte[2];

        Bgr.Decode(png, new ImageShape(1, 2, 1), pixels, ResizeFilter.Nearest);

        Assert.Equal([7, 9], pixels);
    }
}
