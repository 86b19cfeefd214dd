namespace Trainer.Core.Data;

/// <summary>What the values of the images are.</summary>
public enum PixelType
{
    /// <summary>Whole numbers, 0–255.</summary>
    UInt8,

    /// <summary>Any finite numbers. Slower to parse and to augment.</summary>
    Float32,
}
