namespace Trainer.Augment.Transforms;

/// <summary>The drawn factors of a colour jitter.</summary>
/// <param name="Contrast">The factor on the distance from the mean grey; 1 changes nothing.</param>
/// <param name="Saturation">The factor on the distance from a pixel's grey; 1 changes nothing.</param>
/// <param name="Hue">The turn of the hue, as a share of the circle; 0 changes nothing.</param>
public readonly record struct ColorJitterFactors(double Contrast, double Saturation, double Hue);
