using System.Globalization;
using Trainer.Augment;
using Trainer.Augment.Images;

namespace Trainer.Benchmarks.Augment;

/// <summary>
/// Images of noise and room for their results: 64 of each, as in a batch, so that not everything is in L1.
/// </summary>
internal sealed class ImageBatch
{
    /// <summary>How many images a call goes through.</summary>
    public const int Count = 64;

    /// <summary>Makes a batch.</summary>
    public ImageBatch(ImageShape shape)
    {
        Shape = shape;
        var random = new Random(1);
        for (int i = 0; i < Count; i++)
        {
            Sources[i] = new byte[shape.Length];
            random.NextBytes(Sources[i]);
            Destinations[i] = new float[shape.Length];
        }
    }

    /// <summary>The shape of the tutorial's images.</summary>
    public static ImageShape RecipeShape { get; } = new(64, 64, 3);

    /// <summary>The tutorial's options.</summary>
    public static ImageDataGeneratorOptions Recipe { get; } = new()
    {
        RotationRange = 20,
        ZoomRange = 0.15,
        WidthShiftRange = 0.2,
        HeightShiftRange = 0.2,
        ShearRange = 0.15,
        HorizontalFlip = true,
    };

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The bytes, height × width × channels.</summary>
    public byte[][] Sources { get; } = new byte[Count][];

    /// <summary>Room for the results.</summary>
    public float[][] Destinations { get; } = new float[Count][];

    /// <summary>Reads a shape such as <c>64x64x3</c>.</summary>
    public static ImageShape ParseShape(string text)
    {
        int[] sides = [.. text.Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
        return new ImageShape(sides[0], sides[1], sides[2]);
    }

    /// <summary>Draws, transforms and standardises every image into its place.</summary>
    public void Process(ImageDataGenerator generator, DataFormat layout, int epoch)
    {
        for (int i = 0; i < Count; i++)
        {
            generator.Process(Sources[i], Shape, new SampleKey(1, epoch, i), Destinations[i], layout);
        }
    }
}
