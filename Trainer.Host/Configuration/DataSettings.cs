using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Augment.ImageSharp;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Data</c>: where the images are and what shape they have.</summary>
internal sealed class DataSettings
{
    [Setting(
        "the training file (also compressed with gzip), several (`part-*.csv`), or a folder of class "
            + "folders with image files; without it, and without a testing file, the drawn default data set",
        Short = "--training")]
    public string? Training { get; set; }

    [Setting("the same for testing", Short = "--testing")]
    public string? Testing { get; set; }

    [Setting("where the default data set is kept")]
    public string Folder { get; set; } = "data";

    [Setting("rows of pixels per image, 1 to 4096", Least = 1, Most = 4096)]
    public int Height { get; set; } = 64;

    [Setting("columns of pixels per image, 1 to 4096", Least = 1, Most = 4096)]
    public int Width { get; set; } = 64;

    [Setting("values per pixel, 1 to 64", Least = 1, Most = 64)]
    public int Channels { get; set; } = 3;

    [Setting(
        "the order of the colours in CSV files: `Rgb`, or `Bgr` if OpenCV read the images; image files "
            + "are brought into it")]
    public ChannelOrder ChannelOrder { get; set; }

    [Setting(
        "what decodes image files: `Skia`, or `ImageSharp`, which reads TIFF, TGA and PBM besides ([when "
            + "to choose which](architecture.md#imagesharp))")]
    public ImageCodec ImageCodec { get; set; }

    [Setting(
        "how image files are brought to that shape: `Nearest` as in Keras, or one that counts every "
            + "pixel where they shrink: `Bilinear`, `Area`, `Bicubic`, `Lanczos`, with Pillow's results ([when "
            + "to choose which](architecture.md#resizing-image-files))")]
    public ResizeFilter ResizeFilter { get; set; } = ResizeFilter.Nearest;

    [Setting(
        "what the values of a CSV file are: whole numbers from 0 to 255 (`UInt8`), or any finite numbers "
            + "(`Float32`, slower)")]
    public PixelType PixelType { get; set; }

    [Setting(
        "CSV columns between the label and the pixels: names of numbers, and of categories with their "
            + "values (`age, site:london|paris`); they reach the batch as a second tensor")]
    public string? ExtraColumns { get; set; }

    [Setting(
        "what to do about a row that is not what it should be: the first one ends the run (`Fail`), or "
            + "it is left out and listed in `skipped-rows.csv`, by `evaluate`, `predict`, `profile`, `lr-find` "
            + "and `preview` on standard error (`Skip`)")]
    public BadRows BadRows { get; set; }

    [Setting("how many rows of a data set may be skipped: a count (`100`) or a share (`1%`)")]
    public string BadRowLimit { get; set; } = "1%";

    [Setting(
        "the most memory for decoded training images, in 10⁶ bytes; 0 to decode them anew in each epoch",
        Least = 0)]
    public int CacheMegabytes { get; set; }

    /// <summary>Decodes image files into the order of colours that the network is trained on.</summary>
    public IImageCodec CreateCodec()
    {
        IImageCodec codec = ImageCodec == ImageCodec.ImageSharp ? new ImageSharpCodec() : new SkiaImageCodec();
        return ChannelOrder == ChannelOrder.Bgr ? new BgrImageCodec(codec) : codec;
    }

    /// <summary>How CSV files are to be read.</summary>
    /// <param name="labels">The classes to use; null for the file's own.</param>
    /// <exception cref="SettingsException">The extra columns are not a list of columns.</exception>
    public CsvOptions ToCsvOptions(LabelBinarizer? labels) => new()
    {
        Shape = GetShape(),
        Labels = labels,
        PixelType = PixelType,
        ExtraColumns = Parse("Data:ExtraColumns", ExtraColumns, ExtraColumn.ParseList) ?? [],
        BadRows = BadRows,
    };

    /// <summary>The limit of bad rows.</summary>
    /// <exception cref="SettingsException">It is not a limit.</exception>
    public BadRowLimit ToBadRowLimit() => Parse("Data:BadRowLimit", BadRowLimit, Core.Pipeline.BadRowLimit.Parse);

    private static T? Parse<T>(string key, string? text, Func<string, T> parse)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? default : parse(text);
        }
        catch (FormatException e)
        {
            throw new SettingsException($"{key}: {e.Message}");
        }
    }

    /// <summary>The three as a shape.</summary>
    public ImageShape GetShape() => new(Height, Width, Channels);
}
