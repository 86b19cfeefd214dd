using Trainer.Augment.Randomness;

namespace Trainer.Augment.Transforms;

/// <summary>
/// How far contrast, saturation and hue vary. Howard, "Some Improvements on Deep Convolutional Neural Network Based
/// Image Classification", 2013; parameters as in torchvision.
/// </summary>
public sealed record ColorJitterOptions
{
    /// <summary>The factor of the contrast is drawn from 1 ± this, not below 0. Default: 0.</summary>
    public double Contrast { get; init; }

    /// <summary>The factor of the saturation is drawn from 1 ± this, not below 0. Default: 0.</summary>
    public double Saturation { get; init; }

    /// <summary>The turn of the hue is drawn from ± this share of the circle, 0 to 0.5. Default: 0.</summary>
    public double Hue { get; init; }

    /// <summary>Draws the factors of one sample.</summary>
    internal ColorJitterFactors Draw(in SampleRandom random)
    {
        var (contrast, saturation) = random.Pair(DrawSlot.ColorJitter);
        return new ColorJitterFactors(
            Factor(contrast, Contrast),
            Factor(saturation, Saturation),
            random.Symmetric(DrawSlot.Hue, Hue));
    }

    private static double Factor(double unit, double range)
    {
        double low = Math.Max(1 - range, 0);
        return low + ((1 + range - low) * unit);
    }
}
