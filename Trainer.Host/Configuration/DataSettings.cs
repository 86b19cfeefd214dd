using Trainer.Augment.Images;

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

    /// <summary>The three as a shape.</summary>
    public ImageShape GetShape() => new(Height, Width, Channels);
}
