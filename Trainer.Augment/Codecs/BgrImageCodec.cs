using Trainer.Augment.Images;

namespace Trainer.Augment.Codecs;

/// <summary>
/// Another codec with the colours in OpenCV's order: pixels of 3 or 4 channels are blue, green, red. Grey ones are as
/// they were.
/// </summary>
/// <param name="inner">The codec that does the work.</param>
public sealed class BgrImageCodec(IImageCodec inner) : IImageCodec
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FileExtensions => inner.FileExtensions;

    /// <inheritdoc/>
    public ImageShape ReadShape(ReadOnlySpan<byte> encoded) => inner.ReadShape(encoded);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> encoded, ImageShape shape, Span<byte> destination, ResizeFilter filter)
    {
        inner.Decode(encoded, shape, destination, filter);
        Swap(destination[..shape.Length], shape.Channels);
    }

    /// <inheritdoc/>
    public byte[] EncodePng(ReadOnlySpan<byte> pixels, ImageShape shape)
    {
        byte[] swapped = pixels.ToArray();
        Swap(swapped, shape.Channels);
        return inner.EncodePng(swapped, shape);
    }

    private static void Swap(Span<byte> pixels, int channels)
    {
        if (channels < 3)
        {
            return;
        }

        for (int i = 0; i + 2 < pixels.Length; i += channels)
        {
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        }
    }
}
