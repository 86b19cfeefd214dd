using System.Globalization;
using Trainer.Augment;
using Trainer.Augment.Transforms;

namespace Trainer.Host.Configuration;

/// <summary>
/// Section <c>Augment</c>: Keras' options of <c>ImageDataGenerator</c>. The defaults are the tutorial's. Ranges are
/// text: a number, or several separated by commas.
/// </summary>
internal sealed class AugmentSettings
{
    /// <summary>False to train on the images as they are.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What moves the pixels.</summary>
    public GeometricBackend Backend { get; set; } = GeometricBackend.BuiltIn;

    /// <summary>Degrees to either side.</summary>
    public double RotationRange { get; set; } = 20;

    /// <summary>A fraction of the width (0.2), whole pixels (5), or a list of values (-3,0,3).</summary>
    public string WidthShiftRange { get; set; } = "0.2";

    /// <summary>A fraction of the height, whole pixels, or a list of values.</summary>
    public string HeightShiftRange { get; set; } = "0.2";

    /// <summary>Degrees to either side.</summary>
    public double ShearRange { get; set; } = 0.15;

    /// <summary>A number r for 1 − r to 1 + r, or the two ends.</summary>
    public string ZoomRange { get; set; } = "0.15";

    /// <summary>Mirror one half of the images left to right.</summary>
    public bool HorizontalFlip { get; set; } = true;

    /// <summary>Mirror one half of the images top to bottom.</summary>
    public bool VerticalFlip { get; set; }

    /// <summary>How pixels beyond the edges are filled.</summary>
    public FillMode FillMode { get; set; } = FillMode.Nearest;

    /// <summary>The value to fill with in mode <see cref="Augment.FillMode.Constant"/>.</summary>
    public double Cval { get; set; }

    /// <summary>0 for the nearest pixel, 1 for bilinear.</summary>
    public int InterpolationOrder { get; set; } = 1;

    /// <summary>The factor on the brightness, as two ends (0.5,1.5); null for none.</summary>
    public string? BrightnessRange { get; set; }

    /// <summary>The largest value added to all channels, in pixel values.</summary>
    public double ChannelShiftRange { get; set; }

    /// <summary>The largest relative change of contrast.</summary>
    public double Contrast { get; set; }

    /// <summary>The largest relative change of saturation.</summary>
    public double Saturation { get; set; }

    /// <summary>The largest turn of the hue, as a share of the circle.</summary>
    public double Hue { get; set; }

    /// <summary>The share of images that are blurred.</summary>
    public double BlurProbability { get; set; }

    /// <summary>The strengths of the blur, in pixels, as two ends.</summary>
    public string BlurSigma { get; set; } = "0.1,2";

    /// <summary>The share of images of which a rectangle is erased.</summary>
    public double ErasingProbability { get; set; }

    /// <summary>The rectangle's share of the image, as two ends.</summary>
    public string ErasingArea { get; set; } = "0.02,0.4";

    /// <summary>The side of the square that cutout blanks, in pixels; 0 for none.</summary>
    public int CutoutSize { get; set; }

    /// <summary>The parameter of mixup's distribution; 0 for none.</summary>
    public double MixupAlpha { get; set; }

    /// <summary>The parameter of CutMix' distribution; 0 for none.</summary>
    public double CutMixAlpha { get; set; }

    /// <summary>
    /// Subtract the mean of each channel over the training data. Applies to test images too, as do the next five.
    /// </summary>
    public bool FeaturewiseCenter { get; set; }

    /// <summary>Divide by the standard deviation of each channel over the training data.</summary>
    public bool FeaturewiseStdNormalization { get; set; }

    /// <summary>Subtract the mean of each image.</summary>
    public bool SamplewiseCenter { get; set; }

    /// <summary>Divide each image by its standard deviation.</summary>
    public bool SamplewiseStdNormalization { get; set; }

    /// <summary>Whiten with the principal components of the training data.</summary>
    public bool ZcaWhitening { get; set; }

    /// <summary>The whitening's epsilon.</summary>
    public double ZcaEpsilon { get; set; } = 1e-6;

    /// <summary>Multiplies every value; null for 1.</summary>
    public double? Rescale { get; set; }

    /// <summary>The generator's options, whether or not the augmentation is enabled.</summary>
    /// <exception cref="SettingsException">A range is not a number or a list of numbers.</exception>
    public ImageDataGeneratorOptions ToOptions()
    {
        var standardization = new ImageDataGeneratorOptions
        {
            FeaturewiseCenter = FeaturewiseCenter,
            FeaturewiseStdNormalization = FeaturewiseStdNormalization,
            SamplewiseCenter = SamplewiseCenter,
            SamplewiseStdNormalization = SamplewiseStdNormalization,
            ZcaWhitening = ZcaWhitening,
            ZcaEpsilon = ZcaEpsilon,
            Rescale = Rescale,
        };
        return !Enabled ? standardization : standardization with
        {
            RotationRange = RotationRange,
            WidthShiftRange = ParseShift(WidthShiftRange, "Augment:WidthShiftRange"),
            HeightShiftRange = ParseShift(HeightShiftRange, "Augment:HeightShiftRange"),
            ShearRange = ShearRange,
            ZoomRange = ParseZoom(ZoomRange),
            HorizontalFlip = HorizontalFlip,
            VerticalFlip = VerticalFlip,
            FillMode = FillMode,
            Cval = Cval,
            InterpolationOrder = InterpolationOrder,
            BrightnessRange = BrightnessRange is null
                ? null
                : NumberList.ParsePair(BrightnessRange, "Augment:BrightnessRange"),
            ChannelShiftRange = ChannelShiftRange,
            ColorJitter = Contrast == 0 && Saturation == 0 && Hue == 0
                ? null
                : new ColorJitterOptions { Contrast = Contrast, Saturation = Saturation, Hue = Hue },
            GaussianBlur = BlurProbability == 0 ? null : ToBlur(),
            RandomErasing = ErasingProbability == 0 ? null : ToErasing(),
            Cutout = CutoutSize == 0 ? null : new CutoutOptions { Size = CutoutSize },
            MixupAlpha = MixupAlpha,
            CutMixAlpha = CutMixAlpha,
        };
    }

    private GaussianBlurOptions ToBlur()
    {
        (double low, double high) = NumberList.ParsePair(BlurSigma, "Augment:BlurSigma");
        return new GaussianBlurOptions { Probability = BlurProbability, MinSigma = low, MaxSigma = high };
    }

    private RandomErasingOptions ToErasing()
    {
        (double low, double high) = NumberList.ParsePair(ErasingArea, "Augment:ErasingArea");
        return new RandomErasingOptions { Probability = ErasingProbability, MinArea = low, MaxArea = high };
    }

    private static ShiftRange ParseShift(string text, string key)
    {
        double[] values = NumberList.Parse(text, key);
        if (values.Length > 1)
        {
            return values;
        }

        // As in Python, 5 is a number of whole pixels and 5.0 is not.
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int pixels)
            ? pixels
            : values[0];
    }

    private static ZoomRange ParseZoom(string text) => NumberList.Parse(text, "Augment:ZoomRange") switch
    {
        [double range] => range,
        [double low, double high] => (low, high),
        _ => throw new SettingsException(
            $"Augment:ZoomRange is '{text}'; it must be one number, or two separated by a comma."),
    };
}
