using Trainer.Augment.Images;
using Trainer.Augment.Randomness;

namespace Trainer.Augment.Transforms;

/// <summary>Draws the parameters of a transformation: Keras' <c>get_random_transform</c>.</summary>
internal static class TransformDraw
{
    /// <summary>Draws for one sample whose image has the given shape.</summary>
    public static ImageTransform For(ImageDataGeneratorOptions options, ImageShape shape, in SampleKey key)
    {
        var random = new SampleRandom(key);
        ZoomRange zoom = options.ZoomRange;
        (double zoomX, double zoomY) = zoom.IsNone ? default : random.Pair(DrawSlot.Zoom);
        return new ImageTransform
        {
            Theta = options.RotationRange == 0 ? 0 : random.Symmetric(DrawSlot.Rotation, options.RotationRange),
            Tx = options.HeightShiftRange.Draw(random, DrawSlot.HeightShift, shape.Height),
            Ty = options.WidthShiftRange.Draw(random, DrawSlot.WidthShift, shape.Width),
            Shear = options.ShearRange == 0 ? 0 : random.Symmetric(DrawSlot.Shear, options.ShearRange),
            Zx = zoom.Low + ((zoom.High - zoom.Low) * zoomX),
            Zy = zoom.Low + ((zoom.High - zoom.Low) * zoomY),
            FlipHorizontal = options.HorizontalFlip && random.Coin(DrawSlot.HorizontalFlip),
            FlipVertical = options.VerticalFlip && random.Coin(DrawSlot.VerticalFlip),
            ChannelShiftIntensity = options.ChannelShiftRange == 0
                ? null
                : random.Symmetric(DrawSlot.ChannelShift, options.ChannelShiftRange),
            Brightness = options.BrightnessRange is { } brightness
                ? random.Uniform(DrawSlot.Brightness, brightness.Low, brightness.High)
                : null,
            ColorJitter = options.ColorJitter?.Draw(random),
            BlurSigma = options.GaussianBlur?.Draw(random),
            Erased = options.RandomErasing?.Draw(random, shape),
            CutOut = options.Cutout?.Draw(random, shape),
        };
    }
}
