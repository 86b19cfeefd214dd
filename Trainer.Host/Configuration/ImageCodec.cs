namespace Trainer.Host.Configuration;

/// <summary>What decodes image files.</summary>
internal enum ImageCodec
{
    /// <summary>SkiaSharp.</summary>
    Skia,

    /// <summary>SixLabors.ImageSharp, which reads TIFF, TGA and PBM besides.</summary>
    ImageSharp,
}
