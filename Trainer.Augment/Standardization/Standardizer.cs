using Trainer.Augment.Images;

namespace Trainer.Augment.Standardization;

/// <summary>
/// Carries out Keras' <c>standardize</c>: the user's function, rescaling, then the sample's own statistics, then those
/// of the data set, then whitening.
/// </summary>
internal sealed class Standardizer
{
    private readonly PreprocessingFunction? _function;
    private readonly float _rescale;
    private readonly bool _samplewiseCenter;
    private readonly bool _samplewiseStd;
    private readonly bool _whiten;
    private readonly ChannelScaling? _featurewise;
    private readonly float[]? _zcaMatrix;
    private readonly string? _unfitted;

    /// <summary>Prepares the work for options and what was fitted, if anything was.</summary>
    public Standardizer(ImageDataGeneratorOptions options, ImageStatistics? statistics)
    {
        _function = options.PreprocessingFunction;
        _rescale = options.Rescale is { } rescale && rescale != 0 ? (float)rescale : 1;
        _samplewiseCenter = options.SamplewiseCenter;
        _samplewiseStd = options.SamplewiseStdNormalization;
        _whiten = options.ZcaWhitening;
        _unfitted = FindUnfitted(options, statistics);
        if (options.FeaturewiseCenter && _unfitted is null)
        {
            _featurewise = new ChannelScaling(
                [.. statistics!.Mean],
                [.. statistics.Std.Select(std => Gain(std, options.FeaturewiseStdNormalization))]);
            _zcaMatrix = _whiten ? [.. statistics.ZcaMatrix!] : null;
        }

        IsPerPixel = _function is null && !_samplewiseCenter && !_whiten;
        if (IsPerPixel && (_rescale != 1 || _featurewise is not null))
        {
            PerPixel = (_featurewise ?? new ChannelScaling([0], [1])).After(_rescale);
        }
    }

    /// <summary>Whether a value depends on nothing but itself, so that kernels can do the work on the way.</summary>
    public bool IsPerPixel { get; }

    /// <summary>
    /// All of the work as one step, where <see cref="IsPerPixel"/>; null when there is nothing to do.
    /// </summary>
    public ChannelScaling? PerPixel { get; }

    /// <summary>Standardises one image in place.</summary>
    public void Run(Span<float> image, ImageShape shape, DataFormat layout)
    {
        ThrowIfUnsuitable(shape);
        _function?.Invoke(image, shape, layout);
        if (_rescale != 1)
        {
            ChannelScaling.Run(image, 0, _rescale);
        }

        if (_samplewiseCenter)
        {
            SampleStandardization.Run(image, _samplewiseStd);
        }

        _featurewise?.Run(image, shape, layout);
        if (_whiten)
        {
            ZcaWhitening.Run(image, shape, layout, _zcaMatrix!);
        }
    }

    /// <summary>Throws when an option was not fitted, or to images with another number of channels.</summary>
    public void ThrowIfUnsuitable(ImageShape shape)
    {
        if (FindProblem(shape) is { } problem)
        {
            throw new InvalidOperationException(problem);
        }
    }

    /// <summary>
    /// Says that an option was not fitted, or to images with another number of channels; null when all is well.
    /// </summary>
    public string? FindProblem(ImageShape shape)
    {
        if (_unfitted is not null)
        {
            return $"{_unfitted} is True, but the generator has not seen the data set; call Fit first or turn it off.";
        }

        return _featurewise is not null && _featurewise.Channels != shape.Channels
            ? $"The image is {shape}, but the generator was fitted to {_featurewise.Channels} channels; "
                + "fit it to images like this one."
            : null;
    }

    private static float Gain(float std, bool divide) =>
        divide ? (float)(1 / (std + SampleStandardization.StdGuard)) : 1;

    private static string? FindUnfitted(ImageDataGeneratorOptions options, ImageStatistics? statistics) =>
        options switch
        {
            { ZcaWhitening: true } when statistics?.ZcaMatrix is null => nameof(options.ZcaWhitening),
            { FeaturewiseStdNormalization: true } when statistics is null => nameof(
                options.FeaturewiseStdNormalization),
            { FeaturewiseCenter: true } when statistics is null => nameof(options.FeaturewiseCenter),
            _ => null,
        };
}
