using System.Globalization;
using Trainer.Augment.Transforms;

namespace Trainer.Augment;

/// <summary>Finds everything that is wrong with a set of options, in the order of the options.</summary>
internal sealed class OptionsValidator
{
    private readonly List<string> _problems = [];

    /// <summary>One sentence per problem; empty when the options are valid.</summary>
    public static IReadOnlyList<string> Problems(ImageDataGeneratorOptions options)
    {
        var validator = new OptionsValidator();
        validator.CheckRanges(options);
        validator.CheckStandardization(options);
        validator.CheckBeyondKeras(options);
        return validator._problems;
    }

    private void CheckRanges(ImageDataGeneratorOptions options)
    {
        NotNegative(nameof(options.RotationRange), options.RotationRange, "number of degrees");
        Check(
            options.WidthShiftRange.IsValid(),
            nameof(options.WidthShiftRange),
            options.WidthShiftRange,
            "a fraction of the width (0 to below 1), a number of pixels (1 or more) or a list of finite values");
        Check(
            options.HeightShiftRange.IsValid(),
            nameof(options.HeightShiftRange),
            options.HeightShiftRange,
            "a fraction of the height (0 to below 1), a number of pixels (1 or more) or a list of finite values");
        if (options.BrightnessRange is { } brightness)
        {
            Check(
                double.IsFinite(brightness.High) && brightness.Low >= 0 && brightness.Low <= brightness.High,
                nameof(options.BrightnessRange),
                brightness,
                "two factors, 0 or more, the lower one first");
        }

        NotNegative(nameof(options.ShearRange), options.ShearRange, "number of degrees");
        Check(
            double.IsFinite(options.ZoomRange.High)
                && options.ZoomRange.Low > 0
                && options.ZoomRange.Low <= options.ZoomRange.High,
            nameof(options.ZoomRange),
            options.ZoomRange,
            "a number from 0 to below 1, or two factors above 0, the lower one first");
        NotNegative(nameof(options.ChannelShiftRange), options.ChannelShiftRange, "number of pixel values");
        Check(
            Enum.IsDefined(options.FillMode),
            nameof(options.FillMode),
            options.FillMode,
            "one of " + string.Join(", ", Enum.GetNames<FillMode>()));
        Check(double.IsFinite(options.Cval), nameof(options.Cval), options.Cval, "a finite number");
        Check(
            options.Rescale is not { } rescale || double.IsFinite(rescale),
            nameof(options.Rescale),
            options.Rescale,
            "a finite factor, or nothing");
        Check(
            Enum.IsDefined(options.DataFormat),
            nameof(options.DataFormat),
            options.DataFormat,
            "one of " + string.Join(", ", Enum.GetNames<DataFormat>()));
        Check(
            options.ValidationSplit is >= 0 and < 1,
            nameof(options.ValidationSplit),
            options.ValidationSplit,
            "a share from 0 to below 1");
        Check(
            options.InterpolationOrder is 0 or 1,
            nameof(options.InterpolationOrder),
            options.InterpolationOrder,
            "0 (nearest pixel) or 1 (bilinear)");
    }

    private void CheckStandardization(ImageDataGeneratorOptions options)
    {
        Check(
            double.IsFinite(options.ZcaEpsilon) && options.ZcaEpsilon > 0,
            nameof(options.ZcaEpsilon),
            options.ZcaEpsilon,
            "a finite number above 0");
        Check(
            !(options.ZcaWhitening && options.FeaturewiseStdNormalization),
            nameof(options.FeaturewiseStdNormalization),
            options.FeaturewiseStdNormalization,
            "False together with ZcaWhitening, which replaces it");
    }

    private void CheckBeyondKeras(ImageDataGeneratorOptions options)
    {
        if (options.ColorJitter is { } jitter)
        {
            NotNegative("ColorJitter.Contrast", jitter.Contrast, "distance from the factor 1");
            NotNegative("ColorJitter.Saturation", jitter.Saturation, "distance from the factor 1");
            Check(jitter.Hue is >= 0 and <= 0.5, "ColorJitter.Hue", jitter.Hue, "a share of the circle from 0 to 0.5");
        }

        if (options.GaussianBlur is { } blur)
        {
            Share("GaussianBlur.Probability", blur.Probability);
            Check(
                blur.MinSigma > 0 && blur.MinSigma <= blur.MaxSigma && blur.MaxSigma <= GaussianBlur.LargestSigma,
                "GaussianBlur.MinSigma to MaxSigma",
                $"{blur.MinSigma} to {blur.MaxSigma}",
                $"two numbers of pixels above 0 and up to {GaussianBlur.LargestSigma}, the lower one first");
        }

        if (options.RandomErasing is { } erasing)
        {
            Share("RandomErasing.Probability", erasing.Probability);
            Check(
                erasing.MinArea > 0 && erasing.MinArea <= erasing.MaxArea && erasing.MaxArea <= 1,
                "RandomErasing.MinArea to MaxArea",
                $"{erasing.MinArea} to {erasing.MaxArea}",
                "two shares of the image above 0 and up to 1, the lower one first");
            Check(
                erasing.MinAspect is > 0 and <= 1,
                "RandomErasing.MinAspect",
                erasing.MinAspect,
                "a ratio of the sides above 0 and up to 1");
            Check(
                erasing.Value is not { } value || double.IsFinite(value),
                "RandomErasing.Value",
                erasing.Value,
                "a finite pixel value, or nothing for noise");
        }

        if (options.Cutout is { } cutout)
        {
            Check(cutout.Size >= 1, "Cutout.Size", cutout.Size, "a number of pixels, 1 or more");
            Check(double.IsFinite(cutout.Value), "Cutout.Value", cutout.Value, "a finite pixel value");
        }

        NotNegative(nameof(options.MixupAlpha), options.MixupAlpha, "number");
        NotNegative(nameof(options.CutMixAlpha), options.CutMixAlpha, "number");
    }

    private void Share(string key, double value) => Check(value is >= 0 and <= 1, key, value, "a share from 0 to 1");

    private void NotNegative(string key, double value, string quantity) =>
        Check(double.IsFinite(value) && value >= 0, key, value, $"a finite {quantity}, 0 or more");

    private void Check(bool valid, string key, object? value, string allowed)
    {
        if (!valid)
        {
            string found = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            _problems.Add($"{key} is {found}; allowed is {allowed}.");
        }
    }
}
