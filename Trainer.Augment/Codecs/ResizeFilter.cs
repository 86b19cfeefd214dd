namespace Trainer.Augment.Codecs;

/// <summary>How an image is resized. Keras' <c>interpolation</c>.</summary>
public enum ResizeFilter
{
    /// <summary>The nearest pixel: Keras' default.</summary>
    Nearest,

    /// <summary>Linear, over smaller copies of the image when it shrinks.</summary>
    Bilinear,

    /// <summary>Cubic (Mitchell and Netravali).</summary>
    Bicubic,
}
