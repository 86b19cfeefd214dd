using Trainer.Augment.Images;

namespace Trainer.Augment.Kernels;

/// <summary>How far apart neighbouring rows, columns and channels lie, in values.</summary>
internal readonly record struct PixelStrides(int Row, int Column, int Channel)
{
    /// <summary>The strides of a contiguous image.</summary>
    public static PixelStrides For(ImageShape shape, DataFormat layout) => layout == DataFormat.ChannelsLast
        ? new PixelStrides(shape.Width * shape.Channels, shape.Channels, 1)
        : new PixelStrides(shape.Width, 1, shape.Pixels);
}
