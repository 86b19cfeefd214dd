using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Augment.Transforms;
using Xunit;

namespace Trainer.Tests.Augment.Transforms;

public sealed class ErasingTests
{
    private static readonly ImageShape Shape = new(32, 48, 3);

    [Fact]
    public void Process_RandomErasingWithValue_FillsARectangleOfTheDrawnSize()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            RandomErasing = new RandomErasingOptions { Probability = 1, Value = 300 },
        });
        for (int i = 0; i < 200; i++)
        {
            var key = new SampleKey(1, 0, i);
            PixelRectangle erased = generator.GetRandomTransform(Shape, key).Erased!.Value;
            var image = new float[Shape.Length];

            generator.Process(new byte[Shape.Length], Shape, key, image, DataFormat.ChannelsFirst);

            Assert.Equal(erased.Height * erased.Width * 3, image.Count(value => value == 300));
            Assert.InRange(erased.Height * erased.Width, 0.01 * Shape.Pixels, 0.45 * Shape.Pixels);
        }
    }

    [Fact]
    public void Process_RandomErasingWithNoise_IsRepeatable()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            RandomErasing = new RandomErasingOptions { Probability = 1 },
        });
        var first = new float[Shape.Length];
        var second = new float[Shape.Length];

        generator.Process(new byte[Shape.Length], Shape, default, first, DataFormat.ChannelsLast);
        generator.Process(new byte[Shape.Length], Shape, default, second, DataFormat.ChannelsLast);

        Assert.Equal(first, second);
        Assert.All(first, value => Assert.InRange(value, 0, 255));
        Assert.True(first.Distinct().Count() > 10);
    }

    [Fact]
    public void GetRandomTransform_RandomErasing_HitsTheGivenShare()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            RandomErasing = new RandomErasingOptions { Probability = 0.25 },
        });

        int erased = Enumerable.Range(0, 4000)
            .Count(i => generator.GetRandomTransform(Shape, new SampleKey(1, 0, i)).Erased is not null);

        Assert.InRange(erased, 850, 1150);
    }

    [Fact]
    public void Process_Cutout_BlanksASquareThatMayStickOut()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { Cutout = new CutoutOptions { Size = 10 } });
        byte[] white = [.. Enumerable.Repeat(byte.MaxValue, Shape.Length)];
        var image = new float[Shape.Length];
        var sizes = new HashSet<int>();
        for (int i = 0; i < 200; i++)
        {
            generator.Process(white, Shape, new SampleKey(1, 0, i), image, DataFormat.ChannelsLast);
            sizes.Add(image.Count(value => value == 0));
        }

        Assert.Contains(10 * 10 * 3, sizes);
        Assert.True(sizes.Min() < 10 * 10 * 3);
        Assert.Equal(10 * 10 * 3, sizes.Max());
    }
}
