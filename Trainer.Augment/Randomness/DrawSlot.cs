namespace Trainer.Augment.Randomness;

/// <summary>
/// The address of a draw within a sample. Each option has its own, so turning one on or adding a new one leaves the
/// draws of all others as they were. Numbers are never reused.
/// </summary>
internal enum DrawSlot : uint
{
    Rotation = 0,
    HeightShift = 1,
    WidthShift = 2,
    Shear = 3,
    Zoom = 4,
    HorizontalFlip = 5,
    VerticalFlip = 6,
    ChannelShift = 7,
    Brightness = 8,
}
