namespace Trainer.Augment.Transforms;

/// <summary>
/// The parameters of one random transformation: what Keras' <c>get_random_transform</c> returns as a dictionary.
/// </summary>
public readonly record struct ImageTransform
{
    /// <summary>Makes the transformation that changes nothing.</summary>
    public ImageTransform()
    {
    }

    /// <summary>The transformation that changes nothing.</summary>
    public static ImageTransform Identity => new();

    /// <summary>Rotation, in degrees.</summary>
    public double Theta { get; init; }

    /// <summary>
    /// The shift drawn from <see cref="ImageDataGeneratorOptions.HeightShiftRange"/>, in pixels. As in Keras it moves
    /// along columns.
    /// </summary>
    public double Tx { get; init; }

    /// <summary>
    /// The shift drawn from <see cref="ImageDataGeneratorOptions.WidthShiftRange"/>, in pixels. As in Keras it moves
    /// along rows.
    /// </summary>
    public double Ty { get; init; }

    /// <summary>Shear, in degrees.</summary>
    public double Shear { get; init; }

    /// <summary>Zoom along columns: source pixels per result pixel, so below 1 enlarges.</summary>
    public double Zx { get; init; } = 1;

    /// <summary>Zoom along rows: source pixels per result pixel, so below 1 enlarges.</summary>
    public double Zy { get; init; } = 1;

    /// <summary>Whether left and right are swapped.</summary>
    public bool FlipHorizontal { get; init; }

    /// <summary>Whether top and bottom are swapped.</summary>
    public bool FlipVertical { get; init; }

    /// <summary>What is added to every channel, in pixel values; null when the option is off.</summary>
    public double? ChannelShiftIntensity { get; init; }

    /// <summary>The factor on the brightness; null when the option is off.</summary>
    public double? Brightness { get; init; }

    /// <summary>The factors of the colour jitter; null when the option is off.</summary>
    public ColorJitterFactors? ColorJitter { get; init; }

    /// <summary>The standard deviation of the blur in pixels; null when the image is not blurred.</summary>
    public double? BlurSigma { get; init; }

    /// <summary>The rectangle of random erasing; null when nothing is erased.</summary>
    public PixelRectangle? Erased { get; init; }

    /// <summary>The square of cutout; null when the option is off.</summary>
    public PixelRectangle? CutOut { get; init; }

    /// <summary>Whether pixels only move and are mixed, so that one pass does all.</summary>
    internal bool HasOnlyGeometry =>
        ChannelShiftIntensity is null
        && Brightness is null
        && ColorJitter is null
        && BlurSigma is null
        && Erased is null
        && CutOut is null;
}
