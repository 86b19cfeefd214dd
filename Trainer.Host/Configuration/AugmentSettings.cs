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
    [Setting("vary the training images")]
    public bool Enabled { get; set; } = true;

    [Setting("what moves the pixels: `BuiltIn`, or `ImageSharp` ([what that is](architecture.md#imagesharp))")]
    public GeometricBackend Backend { get; set; } = GeometricBackend.BuiltIn;

    [Setting("degrees to either side")]
    public double RotationRange { get; set; } = 20;

    [Setting("a fraction of the width, whole pixels (`5`), or a list (`-3,0,3`)")]
    public string WidthShiftRange { get; set; } = "0.2";

    [Setting("the same for the height")]
    public string HeightShiftRange { get; set; } = "0.2";

    [Setting("degrees to either side")]
    public double ShearRange { get; set; } = 0.15;

    [Setting("a number r for 1 − r to 1 + r, or both ends (`0.8,1.1`)")]
    public string ZoomRange { get; set; } = "0.15";

    [Setting("mirror one half of the images left to right")]
    public bool HorizontalFlip { get; set; } = true;

    [Setting("mirror one half of the images top to bottom")]
    public bool VerticalFlip { get; set; }

    [Setting("beyond the edges: `Nearest`, `Constant`, `Reflect` or `Wrap`")]
    public FillMode FillMode { get; set; } = FillMode.Nearest;

    [Setting("the value for `Constant`")]
    public double Cval { get; set; }

    [Setting("0 for the nearest pixel, 1 for bilinear")]
    public int InterpolationOrder { get; set; } = 1;

    [Setting("the factor on the brightness, as two ends (`0.5,1.5`)")]
    public string? BrightnessRange { get; set; }

    [Setting("the largest value added to all channels")]
    public double ChannelShiftRange { get; set; }

    [Setting("the largest relative change of contrast")]
    public double Contrast { get; set; }

    [Setting("the largest relative change of saturation")]
    public double Saturation { get; set; }

    [Setting("the largest turn of the hue, as a share of the circle")]
    public double Hue { get; set; }

    [Setting("the share of images that are blurred")]
    public double BlurProbability { get; set; }

    [Setting("the strengths of the blur, in pixels, as two ends")]
    public string BlurSigma { get; set; } = "0.1,2";

    [Setting("the share of images of which a rectangle is erased")]
    public double ErasingProbability { get; set; }

    [Setting("the rectangle's share of the image, as two ends")]
    public string ErasingArea { get; set; } = "0.02,0.4";

    [Setting("the side of the square that cutout blanks, in pixels")]
    public int CutoutSize { get; set; }

    [Setting("the parameter of mixup's distribution")]
    public double MixupAlpha { get; set; }

    [Setting("the parameter of CutMix' distribution")]
    public double CutMixAlpha { get; set; }

    [Setting("subtract each channel's mean over the training data; this and the rest apply to test images too")]
    public bool FeaturewiseCenter { get; set; }

    [Setting("divide by each channel's standard deviation over the training data")]
    public bool FeaturewiseStdNormalization { get; set; }

    [Setting("subtract each image's mean")]
    public bool SamplewiseCenter { get; set; }

    [Setting("divide each image by its standard deviation")]
    public bool SamplewiseStdNormalization { get; set; }

    [Setting("whiten with the principal components of the training data")]
    public bool ZcaWhitening { get; set; }

    [Setting("the whitening's epsilon", Default = "1e-6")]
    public double ZcaEpsilon { get; set; } = 1e-6;

    [Setting("multiplies every value")]
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
