namespace Trainer.Augment;

/// <summary>
/// What a pixel outside the image is worth, with the meaning of <c>scipy.ndimage.affine_transform</c>.
/// </summary>
public enum FillMode
{
    /// <summary><c>aaaa|abcd|dddd</c>: the nearest pixel of the edge.</summary>
    Nearest,

    /// <summary>
    /// <c>kkkk|abcd|kkkk</c>: <see cref="ImageDataGeneratorOptions.Cval"/>, without blending at the edge.
    /// </summary>
    Constant,

    /// <summary><c>dcba|abcd|dcba</c>: mirrored about the outer border of the edge pixel.</summary>
    Reflect,

    /// <summary>
    /// <c>abcd|bcda</c>: periodic with period length − 1, so that the last pixel of one period is the first of the
    /// next. This is scipy's legacy <c>wrap</c>, which Keras uses, not its <c>grid-wrap</c>.
    /// </summary>
    Wrap,
}
