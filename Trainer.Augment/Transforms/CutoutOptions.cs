using Trainer.Augment.Images;
using Trainer.Augment.Randomness;

namespace Trainer.Augment.Transforms;

/// <summary>
/// How large a square is blanked out. DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks
/// with Cutout", 2017: the centre is uniform over the image, so part of the square may lie outside.
/// </summary>
public sealed record CutoutOptions
{
    /// <summary>The side of the square in pixels. Default: 16, the paper's for CIFAR-10.</summary>
    public int Size { get; init; } = 16;

    /// <summary>
    /// The pixel value of the square, before standardisation. The paper fills with 0 after it, so for the same with
    /// centred data give the mean. Default: 0.
    /// </summary>
    public double Value { get; init; }

    /// <summary>Draws the square of one sample.</summary>
    internal PixelRectangle Draw(in SampleRandom random, ImageShape shape)
    {
        var (vertical, horizontal) = random.Pair(DrawSlot.CutoutPlace);
        return PixelRectangle.About(
            vertical * shape.Height,
            horizontal * shape.Width,
            Size,
            Size,
            shape.Height,
            shape.Width);
    }
}
