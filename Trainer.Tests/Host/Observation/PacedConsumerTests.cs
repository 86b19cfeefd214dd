using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Host.Observation;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Observation;

public sealed class PacedConsumerTests
{
    [Fact]
    public void Run_WithASpeed_TakesItsTime()
    {
        using var dataset = new MemoryDataset(40);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 16, Epochs = 1 });
        var consumer = new PacedConsumer(pipeline, imagesPerSecond: 400, TimeProvider.System);
        int batches = 0;
        consumer.Run(() => batches++, TestContext.Current.CancellationToken);

        StepStatistics read = consumer.Read()!;

        Assert.Equal((3, 3, 40), (batches, read.Steps, read.Samples));

        // 40 images at 400 a second; a timer may fire a little early, never by a fifth.
        Assert.True(read.Forward >= TimeSpan.FromSeconds(0.08), $"{read.Forward}");
    }

    [Fact]
    public void Run_WithoutASpeed_TakesAllAndHasNoStepsOfItsOwn()
    {
        using var dataset = new MemoryDataset(40);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 16, Epochs = 1 });
        var consumer = new PacedConsumer(pipeline, imagesPerSecond: null, TimeProvider.System);
        consumer.Run(() => { }, TestContext.Current.CancellationToken);

        Assert.Null(consumer.Read());
        Assert.Equal(40, pipeline.ReadStatistics().SamplesTaken);
    }

    [Fact]
    public void Run_Cancelled_EndsAtOnce()
    {
        using var dataset = new MemoryDataset(40);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 16, Epochs = 1 });
        using var cancelled = new CancellationTokenSource();
        var consumer = new PacedConsumer(pipeline, imagesPerSecond: 1e9, TimeProvider.System);

        Assert.Throws<OperationCanceledException>(() => consumer.Run(cancelled.Cancel, cancelled.Token));
        Assert.Equal(1, consumer.Read()!.Steps);
    }
}
