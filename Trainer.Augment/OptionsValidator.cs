using System.Globalization;

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
        return validator._problems;
    }

    private void CheckRanges(ImageDataGeneratorOptions options)
    {
        NotNegative(nameof(options.RotationRange), options.RotationRange, "degrees");
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

        NotNegative(nameof(options.ShearRange), options.ShearRange, "degrees");
        Check(
            double.IsFinite(options.ZoomRange.High)
                && options.ZoomRange.Low > 0
                && options.ZoomRange.Low <= options.ZoomRange.High,
            nameof(options.ZoomRange),
            options.ZoomRange,
            "a number from 0 to below 1, or two factors above 0, the lower one first");
        NotNegative(nameof(options.ChannelShiftRange), options.ChannelShiftRange, "pixel values");
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

    private void NotNegative(string key, double value, string unit) =>
        Check(double.IsFinite(value) && value >= 0, key, value, $"a finite number of {unit}, 0 or more");

    private void Check(bool valid, string key, object? value, string allowed)
    {
        if (!valid)
        {
            string found = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            _problems.Add($"{key} is {found}; allowed is {allowed}.");
        }
    }
}
