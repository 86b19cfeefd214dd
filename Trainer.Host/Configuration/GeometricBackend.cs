namespace Trainer.Host.Configuration;

/// <summary>What moves the pixels when images are varied.</summary>
internal enum GeometricBackend
{
    /// <summary>The kernels of Trainer.Augment.</summary>
    BuiltIn,

    /// <summary>SixLabors.ImageSharp.</summary>
    ImageSharp,
}
