using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Augment.ImageSharp;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Data</c>: where the images are and what shape they have.</summary>
internal sealed class DataSettings
{
    /// <summary>The training file; null for the drawn default data set.</summary>
    public string? Training { get; set; }

    /// <summary>The testing file; given if and only if the training file is.</summary>
    public string? Testing { get; set; }

    /// <summary>Where the default data set is kept.</summary>
    public string Folder { get; set; } = "data";

    /// <summary>Rows of pixels per image.</summary>
    public int Height { get; set; } = 64;

    /// <summary>Columns of pixels per image.</summary>
    public int Width { get; set; } = 64;

    /// <summary>Values per pixel.</summary>
    public int Channels { get; set; } = 3;

    /// <summary>The order of the colours in CSV files; image files are brought into it.</summary>
    public ChannelOrder ChannelOrder { get; set; }

    /// <summary>What decodes image files.</summary>
    public ImageCodec ImageCodec { get; set; }

    /// <summary>How image files are brought to the shape of the network's images.</summary>
    public ResizeFilter ResizeFilter { get; set; } = ResizeFilter.Nearest;

    /// <summary>What the values of a CSV file are.</summary>
    public PixelType PixelType { get; set; }

    /// <summary>
    /// CSV columns between the label and the pixels, such as <c>age, site:london|paris</c>; null for none.
    /// </summary>
    public string? ExtraColumns { get; set; }

    /// <summary>What to do about rows that are not what they should be.</summary>
    public BadRows BadRows { get; set; }

    /// <summary>How many rows may be skipped: a count (100) or a share (1%).</summary>
    public string BadRowLimit { get; set; } = "1%";

    /// <summary>
    /// The most memory for decoded training images, in 10⁶ bytes; 0 to decode them anew in each epoch.
    /// </summary>
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
