using Trainer.Augment;
using Trainer.Augment.Images;
using Xunit;

namespace Trainer.Tests.Augment.Transforms;

public sealed class BatchMixTests
{
    private const int Count = 9;

    private static readonly ImageShape Shape = new(16, 20, 3);

    [Fact]
    public void MixBatch_Off_ChangesNothing()
    {
        var (images, labels) = Batch();
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions());

        generator.MixBatch(images, Shape, labels, Count, default, DataFormat.ChannelsFirst);

        Assert.False(generator.MixesBatches);
        Assert.Equal(Batch().Images, images);
        Assert.Equal(Batch().Labels, labels);
    }

    [Fact]
    public void MixBatch_Mixup_PixelsAndLabelsHaveTheSameShares()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { MixupAlpha = 1 });
        for (int index = 0; index < 20; index++)
        {
            var (images, labels) = Batch();

            generator.MixBatch(images, Shape, labels, Count, new SampleKey(1, 0, index), DataFormat.ChannelsFirst);

            // Image i is filled with i, so a mixed pixel is the mean of the class numbers under the label.
            for (int i = 0; i < Count; i++)
            {
                float mean = MeanClass(labels, i);
                Assert.All(images[(i * Shape.Length)..((i + 1) * Shape.Length)], v => Assert.Equal(mean, v, 1e-4f));
                Assert.Equal(1, labels[(i * Count)..((i + 1) * Count)].Sum(), 1e-5f);
            }
        }
    }

    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void MixBatch_CutMix_LabelsHaveTheSharesOfTheArea(DataFormat layout)
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { CutMixAlpha = 1 });
        for (int index = 0; index < 20; index++)
        {
            var (images, labels) = Batch();

            generator.MixBatch(images, Shape, labels, Count, new SampleKey(1, 0, index), layout);

            for (int i = 0; i < Count; i++)
            {
                float[] image = images[(i * Shape.Length)..((i + 1) * Shape.Length)];
                Assert.Equal(MeanClass(labels, i), image.Average(), 1e-3f);
                Assert.True(image.Distinct().Count() <= 2);
            }
        }
    }

    [Fact]
    public void MixBatch_Both_EachBatchHasOne()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { MixupAlpha = 1, CutMixAlpha = 1 });
        int blended = 0;
        for (int index = 0; index < 100; index++)
        {
            var (images, labels) = Batch();
            generator.MixBatch(images, Shape, labels, Count, new SampleKey(1, 0, index), DataFormat.ChannelsFirst);
            blended += images.Any(value => value != MathF.Round(value)) ? 1 : 0;
        }

        Assert.InRange(blended, 30, 70);
    }

    [Fact]
    public void MixBatch_SameKey_SameResult()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { MixupAlpha = 0.2 });
        var first = Batch();
        var second = Batch();

        generator.MixBatch(first.Images, Shape, first.Labels, Count, new SampleKey(1, 2, 3), DataFormat.ChannelsLast);
        generator.MixBatch(second.Images, Shape, second.Labels, Count, new SampleKey(1, 2, 3), DataFormat.ChannelsLast);

        Assert.Equal(first.Images, second.Images);
        Assert.Equal(first.Labels, second.Labels);
    }

    [Fact]
    public void MixBatch_LabelsDoNotFit_Throws()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { MixupAlpha = 0.2 });
        var (images, labels) = Batch();

        Assert.Throws<ArgumentException>(
            () => generator.MixBatch(images, Shape, labels, Count + 1, default, DataFormat.ChannelsLast));
    }

    private static (float[] Images, float[] Labels) Batch()
    {
        var images = new float[Count * Shape.Length];
        var labels = new float[Count * Count];
        for (int i = 0; i < Count; i++)
        {
            Array.Fill(images, i, i * Shape.Length, Shape.Length);
            labels[(i * Count) + i] = 1;
        }

        return (images, labels);
    }

    private static float MeanClass(float[] labels, int image) =>
        Enumerable.Range(0, Count).Sum(label => label * labels[(image * Count) + label]);
}
