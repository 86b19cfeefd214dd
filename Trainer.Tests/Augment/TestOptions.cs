using Trainer.Augment;
using Trainer.Augment.Images;

namespace Trainer.Tests.Augment;

/// <summary>What the tests of the generator have in common.</summary>
internal static class TestOptions
{
    /// <summary>The tutorial's images.</summary>
    public static readonly ImageShape Shape = new(64, 64, 3);

    /// <summary>The tutorial's recipe.</summary>
    public static readonly ImageDataGeneratorOptions Recipe = new()
    {
        RotationRange = 20,
        ZoomRange = 0.15,
        WidthShiftRange = 0.2,
        HeightShiftRange = 0.2,
        ShearRange = 0.15,
        HorizontalFlip = true,
    };

    /// <summary>The recipe with everything else that is drawn and that changes the values alone.</summary>
    public static readonly ImageDataGeneratorOptions Everything = Recipe with
    {
        VerticalFlip = true,
        ChannelShiftRange = 30,
        BrightnessRange = (0.5, 1.5),
    };
}
