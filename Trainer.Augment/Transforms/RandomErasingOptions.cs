using Trainer.Augment.Images;
using Trainer.Augment.Randomness;

namespace Trainer.Augment.Transforms;

/// <summary>
/// How often, how much and with what a rectangle is erased. Zhong et al., "Random Erasing Data Augmentation", 2017,
/// whose values are the defaults.
/// </summary>
/// <remarks>
/// The paper draws again until the rectangle fits; here it is cut to the image, so that a fixed number of draws is
/// enough.
/// </remarks>
public sealed record RandomErasingOptions
{
    /// <summary>The share of the images that are erased from. Default: 0.5.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>The least area, as a share of the image. Default: 0.02.</summary>
    public double MinArea { get; init; } = 0.02;

    /// <summary>The largest area, as a share of the image. Default: 0.4.</summary>
    public double MaxArea { get; init; } = 0.4;

    /// <summary>The least ratio of height to width; the largest is its inverse. Default: 0.3.</summary>
    public double MinAspect { get; init; } = 0.3;

    /// <summary>
    /// The pixel value that takes the place, before standardisation; null for noise from 0 to 255, which the paper
    /// found best. Default: null.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>Draws the rectangle of one sample; null when nothing is erased.</summary>
    internal PixelRectangle? Draw(in SampleRandom random, ImageShape shape)
    {
        if (random.Unit01(DrawSlot.ErasingChance) >= Probability)
        {
            return null;
        }

        var (size, ratio) = random.Pair(DrawSlot.ErasingSize);
        var (vertical, horizontal) = random.Pair(DrawSlot.ErasingPlace);
        double area = shape.Pixels * (MinArea + ((MaxArea - MinArea) * size));
        double aspect = MinAspect + (((1 / MinAspect) - MinAspect) * ratio);
        int height = (int)Math.Clamp(Math.Round(Math.Sqrt(area * aspect)), 1, shape.Height);
        int width = (int)Math.Clamp(Math.Round(Math.Sqrt(area / aspect)), 1, shape.Width);
        return new PixelRectangle(
            (int)(vertical * (shape.Height - height + 1)),
            (int)(horizontal * (shape.Width - width + 1)),
            height,
            width,
            random.Bits(DrawSlot.ErasingNoise));
    }
}
