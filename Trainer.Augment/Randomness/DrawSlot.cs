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
    ColorJitter = 9,
    Hue = 10,
    GaussianBlur = 11,
    ErasingChance = 12,
    ErasingSize = 13,
    ErasingPlace = 14,
    CutoutPlace = 15,

    // 16 was the order of a flow.
    MixingKind = 17,
    MixingShare = 18,
    MixingPlace = 19,
    ErasingNoise = 20,
}
