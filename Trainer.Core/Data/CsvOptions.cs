using Trainer.Augment.Images;

namespace Trainer.Core.Data;

/// <summary>How a CSV file of images is to be read.</summary>
public sealed record CsvOptions
{
    /// <summary>The shape of every image; null (default) for 64×64×3.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>
    /// The classes to use, as a test file takes those of its training file; null (default) for the file's own, sorted
    /// by code point.
    /// </summary>
    public LabelBinarizer? Labels { get; init; }

    /// <summary>What the pixels are. Default <see cref="PixelType.UInt8"/>.</summary>
    public PixelType PixelType { get; init; }

    /// <summary>Columns between the label and the pixels, in the order of the file. Default none.</summary>
    public IReadOnlyList<ExtraColumn> ExtraColumns { get; init; } = [];

    /// <summary>
    /// Whether rows without a label, or with one that is not among <see cref="Labels"/>, are refused when the file is
    /// opened (default), or when they are decoded, for the pipeline to skip.
    /// </summary>
    public BadRows BadRows { get; init; }
}
