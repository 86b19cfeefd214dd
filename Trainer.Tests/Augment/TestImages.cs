using Trainer.Augment.Images;

namespace Trainer.Tests.Augment;

internal static class TestImages
{
    /// <summary>Uniform noise: every misplaced pixel shows.</summary>
    public static byte[] Noise(ImageShape shape, int seed)
    {
        var image = new byte[shape.Length];
        new Random(seed).NextBytes(image);
        return image;
    }
}
