using Trainer.Augment.Transforms;

namespace Trainer.Augment;

/// <summary>
/// The options of Keras' <c>ImageDataGenerator</c>, with Keras' names, meanings and defaults. All are off by default.
/// </summary>
public sealed record ImageDataGeneratorOptions
{
    /// <summary>
    /// Subtracts the mean of each channel over the data set. Needs <c>Fit</c>. Default: false.
    /// </summary>
    public bool FeaturewiseCenter { get; init; }

    /// <summary>Subtracts the mean of each image from it. Default: false.</summary>
    public bool SamplewiseCenter { get; init; }

    /// <summary>
    /// Divides by the standard deviation of each channel over the data set. Needs <c>Fit</c> and implies
    /// <see cref="FeaturewiseCenter"/>. Default: false.
    /// </summary>
    public bool FeaturewiseStdNormalization { get; init; }

    /// <summary>
    /// Divides each image by its standard deviation. Implies <see cref="SamplewiseCenter"/>. Default: false.
    /// </summary>
    public bool SamplewiseStdNormalization { get; init; }

    /// <summary>
    /// Whitens with the zero-phase components of the data set. Needs <c>Fit</c>, implies
    /// <see cref="FeaturewiseCenter"/> and excludes <see cref="FeaturewiseStdNormalization"/>. Default: false.
    /// </summary>
    public bool ZcaWhitening { get; init; }

    /// <summary>What is added to the singular values before they are inverted; above 0. Default: 1e-6.</summary>
    public double ZcaEpsilon { get; init; } = 1e-6;

    /// <summary>The largest rotation to either side, in degrees, 0 or more. Default: 0.</summary>
    public double RotationRange { get; init; }

    /// <summary>
    /// The shift that Keras calls <c>ty</c>: a fraction of the width, pixels, or a list of values. Default: none.
    /// </summary>
    public ShiftRange WidthShiftRange { get; init; }

    /// <summary>
    /// The shift that Keras calls <c>tx</c>: a fraction of the height, pixels, or a list of values. Default: none.
    /// </summary>
    public ShiftRange HeightShiftRange { get; init; }

    /// <summary>
    /// The interval of the brightness factor, or null for off. As in Keras, the pixels go through 8 bits.
    /// Default: null.
    /// </summary>
    public BrightnessRange? BrightnessRange { get; init; }

    /// <summary>The largest shear to either side, in degrees, 0 or more. Default: 0.</summary>
    public double ShearRange { get; init; }

    /// <summary>
    /// The interval of the zoom, drawn for each axis; a number <c>z</c> stands for (1 − z, 1 + z). Default: (1, 1).
    /// </summary>
    public ZoomRange ZoomRange { get; init; } = ZoomRange.None;

    /// <summary>The largest shift of the channels' values to either side, 0 or more. Default: 0.</summary>
    public double ChannelShiftRange { get; init; }

    /// <summary>What pixels outside the image are worth. Default: <see cref="FillMode.Nearest"/>.</summary>
    public FillMode FillMode { get; init; } = FillMode.Nearest;

    /// <summary>The value outside the image with <see cref="FillMode.Constant"/>. Default: 0.</summary>
    public double Cval { get; init; }

    /// <summary>Swaps left and right with a probability of one half. Default: false.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Swaps top and bottom with a probability of one half. Default: false.</summary>
    public bool VerticalFlip { get; init; }

    /// <summary>A factor on every value, or null for off; as in Keras, 0 is off too. Default: null.</summary>
    public double? Rescale { get; init; }

    /// <summary>A function of your own, called before all other standardisation. Default: null.</summary>
    public PreprocessingFunction? PreprocessingFunction { get; init; }

    /// <summary>How the values of images in arrays lie. Default: <see cref="DataFormat.ChannelsLast"/>.</summary>
    public DataFormat DataFormat { get; init; } = DataFormat.ChannelsLast;

    /// <summary>The share of the samples that are kept for validation, from 0 to below 1. Default: 0.</summary>
    public double ValidationSplit { get; init; }

    /// <summary>The order of the interpolation: 0 takes the nearest pixel, 1 is bilinear. Default: 1.</summary>
    public int InterpolationOrder { get; init; } = 1;

    /// <summary>
    /// Random contrast, saturation and hue. Beyond Keras: Howard, "Some Improvements on Deep Convolutional Neural
    /// Network Based Image Classification", 2013. Default: null, off.
    /// </summary>
    public ColorJitterOptions? ColorJitter { get; init; }

    /// <summary>
    /// Random blur. Beyond Keras: Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations"
    /// (SimCLR), 2020. Default: null, off.
    /// </summary>
    public GaussianBlurOptions? GaussianBlur { get; init; }

    /// <summary>
    /// Erases a random rectangle. Beyond Keras: Zhong et al., "Random Erasing Data Augmentation", 2017. Default: null,
    /// off.
    /// </summary>
    public RandomErasingOptions? RandomErasing { get; init; }

    /// <summary>
    /// Blanks out a square. Beyond Keras: DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks
    /// with Cutout", 2017. Default: null, off.
    /// </summary>
    public CutoutOptions? Cutout { get; init; }

    /// <summary>
    /// Mixes pairs of images of a batch with a share drawn from Beta(α, α). Beyond Keras: Zhang et al., "mixup: Beyond
    /// Empirical Risk Minimization", 2017, which uses 0.1 to 0.4. Acts in <c>MixBatch</c>. Default: 0, off.
    /// </summary>
    public double MixupAlpha { get; init; }

    /// <summary>
    /// Swaps a rectangle between pairs of images of a batch, whose share is drawn from Beta(α, α). Beyond Keras: Yun et
    /// al., "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features", 2019, which uses
    /// 1. With <see cref="MixupAlpha"/> on too, each batch has one of the two. Acts in <c>MixBatch</c>. Default: 0,
    /// off.
    /// </summary>
    public double CutMixAlpha { get; init; }

    /// <summary>The same options with everything random turned off.</summary>
    internal ImageDataGeneratorOptions WithoutRandomness() => this with
    {
        RotationRange = 0,
        WidthShiftRange = ShiftRange.None,
        HeightShiftRange = ShiftRange.None,
        BrightnessRange = null,
        ShearRange = 0,
        ZoomRange = ZoomRange.None,
        ChannelShiftRange = 0,
        HorizontalFlip = false,
        VerticalFlip = false,
        ColorJitter = null,
        GaussianBlur = null,
        RandomErasing = null,
        Cutout = null,
        MixupAlpha = 0,
        CutMixAlpha = 0,
    };

    /// <summary>Checks all options.</summary>
    /// <returns>
    /// One sentence per problem that names the option, its value and what is allowed; empty when valid.
    /// </returns>
    public IReadOnlyList<string> Validate() => OptionsValidator.Problems(this);
}
