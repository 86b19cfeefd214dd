namespace Trainer.Augment.Codecs;

/// <summary>How an image is resized: Keras' <c>interpolation</c>.</summary>
/// <remarks>
/// All but <see cref="Nearest"/> count every pixel where the image shrinks, and give the results of Pillow to the bit.
/// </remarks>
public enum ResizeFilter
{
    /// <summary>
    /// The nearest pixel: Keras' default. Where the image shrinks the other pixels are left out, and fine patterns
    /// become coarse ones.
    /// </summary>
    Nearest,

    /// <summary>Linear.</summary>
    Bilinear,

    /// <summary>
    /// The mean of the pixels that a new one covers; the nearest one where the image grows. Pillow's <c>box</c>.
    /// </summary>
    Area,

    /// <summary>
    /// Cubic, with a slope of −½ (R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981).
    /// </summary>
    Bicubic,

    /// <summary>Lanczos' windowed sinc with three lobes.</summary>
    Lanczos,
}
