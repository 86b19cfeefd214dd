namespace Trainer.Augment.Images;

/// <summary>The order of the colours in a pixel.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue: as image files hold them, and nearly every library.</summary>
    Rgb,

    /// <summary>Blue, green, red: as OpenCV reads images.</summary>
    Bgr,
}
