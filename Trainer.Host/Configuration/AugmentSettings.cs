using System.Globalization;
using Trainer.Augment;
using Trainer.Augment.Transforms;

namespace Trainer.Host.Configuration;

/// <summary>
/// Section <c>Augment</c>: Keras' options of <c>ImageDataGenerator</c>. The defaults are the tutorial's. Ranges are text: a
/// number, or several separated by commas.
/// </summary>
internal sealed class AugmentSettings
{
    /// <summary>False to train on the images as they are.</summary>
    public bool Enabled { get; set; } = true;

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

    /// <summary>Multiplies every value; null for 1. Applies to test images too.</summary>
    public double? Rescale { get; set; }

    /// <summary>The generator's options, whether or not the augmentation is enabled.</summary>
    /// <exception cref="SettingsException">A range is not a number or a list of numbers.</exception>
    public ImageDataGeneratorOptions ToOptions() => Enabled
        ? new ImageDataGeneratorOptions
        {
            RotationRange = RotationRange,
            WidthShiftRange = ParseShift(WidthShiftRange, nameof(WidthShiftRange)),
            HeightShiftRange = ParseShift(HeightShiftRange, nameof(HeightShiftRange)),
            ShearRange = ShearRange,
            ZoomRange = ParseZoom(ZoomRange),
            HorizontalFlip = HorizontalFlip,
            VerticalFlip = VerticalFlip,
            FillMode = FillMode,
            Cval = Cval,
            InterpolationOrder = InterpolationOrder,
            Rescale = Rescale,
        }
        : new ImageDataGeneratorOptions { Rescale = Rescale };

    private static ShiftRange ParseShift(string text, string key)
    {
        double[] values = ParseNumbers(text, key);
        if (values.Length > 1)
        {
            return values;
        }

        // As in Python, 5 is a number of whole pixels and 5.0 is not.
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int pixels) ? pixels : values[0];
    }

    private static ZoomRange ParseZoom(string text) => ParseNumbers(text, nameof(ZoomRange)) switch
    {
        [double range] => range,
        [double low, double high] => (low, high),
        _ => throw new SettingsException($"Augment:{nameof(ZoomRange)} is '{text}'; it must be one number, or two separated by a comma."),
    };

    private static double[] ParseNumbers(string text, string key)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        double[] values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                throw new SettingsException($"Augment:{key} is '{text}'; it must be a number, or several separated by commas.");
            }
        }

        return values;
    }
}
