using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Pipeline;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class InputPipelineMixTests
{
    [Fact]
    public void Take_WithMixup_DeliversSharesThatAddUpAndDoNotDependOnWorkers()
    {
        (float[] images, float[] labels) = TakeOne(workers: 1);
        (float[] otherImages, float[] otherLabels) = TakeOne(workers: 5);

        Assert.Equal(images, otherImages);
        Assert.Equal(labels, otherLabels);
        Assert.Equal(8 * 3, labels.Length);
        Assert.All(labels.Chunk(3), shares => Assert.Equal(1, shares.Sum(), 1e-5));
        Assert.Contains(labels, share => share is > 0.01f and < 0.99f);
    }

    [Fact]
    public void Take_WithoutMixing_HasNoSoftLabels()
    {
        using var dataset = new MemoryDataset(8);
        using var pipeline = new InputPipeline(dataset);
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.True(batch.SoftLabels.IsEmpty);
    }

    private static (float[] Images, float[] Labels) TakeOne(int workers)
    {
        using var dataset = new MemoryDataset(8, shape: new ImageShape(6, 5, 3));
        using var pipeline = new InputPipeline(
            dataset,
            new ImageDataGenerator(new ImageDataGeneratorOptions { MixupAlpha = 1 }),
            new InputPipelineOptions { BatchSize = 8, ChunkSize = 3, AugmentWorkers = workers, Seed = 4 });
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;
        return (batch.Images.ToArray(), batch.SoftLabels.ToArray());
    }
}
