using Trainer.Augment.Randomness;

namespace Trainer.Augment.Transforms;

/// <summary>
/// How often and how much images are blurred. Chen et al., "A Simple Framework for Contrastive Learning of Visual
/// Representations" (SimCLR), 2020, whose values are the defaults.
/// </summary>
public sealed record GaussianBlurOptions
{
    /// <summary>The share of the images that are blurred. Default: 0.5.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>The least standard deviation, in pixels. Default: 0.1.</summary>
    public double MinSigma { get; init; } = 0.1;

    /// <summary>The largest standard deviation, in pixels. Default: 2.</summary>
    public double MaxSigma { get; init; } = 2;

    /// <summary>Draws the standard deviation for one sample; null when it is not blurred.</summary>
    internal double? Draw(in SampleRandom random)
    {
        var (chance, size) = random.Pair(DrawSlot.GaussianBlur);
        return chance < Probability ? MinSigma + ((MaxSigma - MinSigma) * size) : null;
    }
}
