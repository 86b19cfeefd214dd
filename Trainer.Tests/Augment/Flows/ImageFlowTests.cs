using Trainer.Augment;
using Trainer.Augment.Flows;
using Trainer.Augment.Images;
using Trainer.Core.Sampling;
using Xunit;

namespace Trainer.Tests.Augment.Flows;

public sealed class ImageFlowTests
{
    private const int Count = 70;

    private static readonly ImageShape Shape = new(5, 6, 3);

    private static readonly byte[] Images = TestImages.Noise(new ImageShape(Count, Shape.Length, 1), seed: 10);

    private static readonly int[] Labels = [.. Enumerable.Range(0, Count).Select(i => i % 7)];

    [Fact]
    public void Enumerating_EachEpoch_DeliversEachSampleOnce()
    {
        ImageFlow flow = Generator().Flow(Images, Shape, Labels);

        ImageBatch[] batches = [.. flow.Take(2 * flow.BatchesPerEpoch)];

        Assert.Equal([32, 32, 6, 32, 32, 6], batches.Select(b => b.Indices.Length));
        int[] first = [.. batches.Take(3).SelectMany(b => b.Indices)];
        int[] second = [.. batches.Skip(3).SelectMany(b => b.Indices)];
        Assert.Equal(Enumerable.Range(0, Count), first.Order());
        Assert.Equal(Enumerable.Range(0, Count), second.Order());
        Assert.NotEqual(first, second);
        Assert.All(batches, batch => Assert.Equal(batch.Indices.Select(i => i % 7), batch.Labels));
    }

    [Fact]
    public void GetBatch_AnyOrder_EqualsEnumerating()
    {
        ImageFlow flow = Generator().Flow(Images, Shape, Labels);
        ImageBatch expected = flow.ElementAt(4);

        ImageBatch actual = flow.GetBatch(epoch: 1, index: 1);

        Assert.Equal(expected.Images, actual.Images);
        Assert.Equal(expected.Indices, actual.Indices);
    }

    [Fact]
    public void GetBatch_Shuffled_HasTheRowsOfAPipelinesSchedule()
    {
        ImageFlow flow = Generator().Flow(Images, Shape, options: new FlowOptions { Seed = 8 });
        var schedule = new BatchSchedule(new TraversalOrder(Count, Shuffle.Full, buffer: 1, seed: 8), batchSize: 32);

        Assert.Equal(schedule.StepsPerEpoch, flow.BatchesPerEpoch);
        Assert.All(Enumerable.Range(0, 3), step => Assert.Equal(
            Enumerable.Range(0, schedule.BatchSizeAt(step)).Select(i => schedule.SampleAt(epoch: 3, step, i).Row),
            flow.GetBatch(epoch: 3, step).Indices));
    }

    [Fact]
    public void GetBatch_NoShuffle_ProcessesEachSampleUnderItsOwnKey()
    {
        ImageDataGenerator generator = Generator();
        ImageFlow flow = generator.Flow(Images, Shape, options: new FlowOptions { Shuffle = false, Seed = 5 });
        var expected = new float[Shape.Length];
        generator.Process(
            Images.AsSpan(33 * Shape.Length), Shape, new SampleKey(5, 2, 33), expected, DataFormat.ChannelsFirst);

        ImageBatch batch = flow.GetBatch(epoch: 2, index: 1);

        Assert.Equal(33, batch.Indices[1]);
        Assert.Equal(expected, batch.Images[Shape.Length..(2 * Shape.Length)]);
        Assert.Empty(batch.Labels);
    }

    [Fact]
    public void Flow_Subsets_ShareTheSamples()
    {
        ImageDataGenerator generator = Generator(validationSplit: 0.3);
        ImageFlow training = generator.Flow(Images, Shape, Labels, new FlowOptions { Subset = DataSubset.Training });
        ImageFlow validation = generator.Flow(Images, Shape, Labels, new FlowOptions { Subset = DataSubset.Validation });

        Assert.Equal(49, training.Count);
        Assert.Equal(
            Enumerable.Range(0, 21),
            validation.Take(validation.BatchesPerEpoch).SelectMany(b => b.Indices).Order());
    }

    [Fact]
    public void Flow_SubsetsWithOtherClasses_NamesThem()
    {
        int[] sorted = [.. Labels.Order()];
        ImageDataGenerator generator = Generator(validationSplit: 0.3);

        var error = Assert.Throws<ArgumentException>(
            () => generator.Flow(Images, Shape, sorted, new FlowOptions { Subset = DataSubset.Training }));

        Assert.StartsWith(
            "Training and validation subset have different classes: training lacks [0, 1], validation lacks [3, 4, 5, 6].",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Flow_LabelsDoNotFit_Throws() => Assert.Throws<ArgumentException>(
        () => Generator().Flow(Images, Shape, new[] { 1, 2 }));

    [Fact]
    public void Flow_Floats_EqualsBytes()
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { Rescale = 2 });
        float[] floats = [.. Images.Select(b => (float)b)];

        Assert.Equal(
            generator.Flow(Images, Shape).GetBatch(0, 0).Images,
            generator.Flow(floats, Shape).GetBatch(0, 0).Images);
    }

    private static ImageDataGenerator Generator(double validationSplit = 0) => new(new ImageDataGeneratorOptions
    {
        RotationRange = 30,
        DataFormat = DataFormat.ChannelsFirst,
        ValidationSplit = validationSplit,
    });
}
