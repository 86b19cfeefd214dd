using Trainer.Augment.Transforms;
using Trainer.Host.Previews;
using Xunit;

namespace Trainer.Tests.Host.Previews;

public sealed class TransformCaptionTests
{
    private static readonly ImageTransform Tutorial = new() { Theta = -19.94, Shear = 0.126, Tx = 3.21, Ty = -12.5, Zx = 0.9, Zy = 1.1, FlipHorizontal = true };

    [Fact]
    public void Lines_OfNoChange_AreNone() => Assert.Empty(TransformCaption.Lines(ImageTransform.Identity));

    [Fact]
    public void Lines_OfTheTutorial_AreFour() => Assert.Equal(
        ["turn -19.9°, shear 0.13°", "shift 3.2, -12.5", "zoom 0.90, 1.10", "flip h"], TransformCaption.Lines(Tutorial));

    [Fact]
    public void Lines_OfEverything_LeaveNothingOut() => Assert.Equal(
        [
            "turn -19.9°, shear 0.13°",
            "shift 3.2, -12.5",
            "zoom 0.90, 1.10",
            "flip h v, channels +12",
            "light 1.25, contrast 0.80",
            "satur. 1.10, hue -0.05",
            "blur 1.50 px",
            "erased 12×20 at 3, 40",
            "cut 16×9 at 0, 55",
        ],
        TransformCaption.Lines(Tutorial with
        {
            FlipVertical = true,
            ChannelShiftIntensity = 12,
            Brightness = 1.25,
            ColorJitter = new ColorJitterFactors(0.8, 1.1, -0.05),
            BlurSigma = 1.5,
            Erased = new PixelRectangle(3, 40, 12, 20, NoiseSeed: 7),
            CutOut = new PixelRectangle(0, 55, 16, 9),
        }));

    [Fact]
    public void Lines_OfJitterOfHueAlone_HaveTheHueAlone() => Assert.Equal(
        ["hue +0.10"], TransformCaption.Lines(new ImageTransform { ColorJitter = new ColorJitterFactors(1, 1, 0.1) }));
}
