using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class InputPipelineStatisticsTests
{
    [Fact]
    public void ReadStatistics_WholeEpoch_HasItemsBytesAndTimesOfEachStage()
    {
        using var dataset = new MemoryDataset(70);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 16, ChunkSize = 8, Epochs = 1, ParseWorkers = 3 });
        Drain(pipeline);

        PipelineStatistics read = pipeline.ReadStatistics();

        const int Image = 4 * 4 * 3;
        Assert.Equal(["read", "parse", "augment", "batch", "prefetch"], read.Rows.Select(stage => stage.Name));
        Assert.All(read.Rows, stage => Assert.Equal(70, stage.Items));
        Assert.Equal([70 * Image, 70 * Image, 280 * Image, 280 * Image, 280 * Image], read.Rows.Select(stage => stage.Bytes));
        Assert.Equal([9, 9, 9, 9, 5], read.Rows.Select(stage => stage.ServiceTime.Count));
        Assert.Equal([0, 6, 2, 2, 10], read.Rows.Select(stage => stage.QueueCapacity));
        Assert.Equal([256, 256, 256, 1, 0], read.Rows.Select(stage => stage.MaxWorkers));
        Assert.All(read.Stages, stage => Assert.True(stage.Busy > TimeSpan.Zero));
        Assert.All(read.Stages, stage => Assert.InRange(stage.ServiceTime.P50Microseconds, 0, stage.ServiceTime.P99Microseconds));
        Assert.Equal(read.Prefetch.Items, read.SamplesTaken);
        Assert.True(read.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public void ReadStatistics_SkippedRows_AreFailuresOfTheParser()
    {
        using var dataset = new MemoryDataset(40) { OnDecode = row => FailEveryTenth(row) };
        using var pipeline = new InputPipeline(
            dataset, null, new InputPipelineOptions { BatchSize = 8, Epochs = 1, BadRows = BadRows.Skip, BadRowLimit = BadRowLimit.Share(0.5) });
        Drain(pipeline);

        Assert.Equal([0, 4, 0, 0, 0], pipeline.ReadStatistics().Rows.Select(stage => stage.Failures));
    }

    [Fact]
    public void ReadStatistics_FailedReader_HasOneFailure()
    {
        using var dataset = new MemoryDataset(40) { OnRead = _ => throw new IOException("The disk is gone.") };
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, Epochs = 1 });
        Assert.Throws<PipelineStageException>(() => pipeline.Take());

        Assert.Equal([1, 0, 0, 0, 0], pipeline.ReadStatistics().Rows.Select(stage => stage.Failures));
    }

    [Fact]
    public void Since_TwoSnapshots_CountsWhatLiesBetween()
    {
        using var dataset = new MemoryDataset(64);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 16, Epochs = 2 });
        pipeline.Take()!.Dispose();
        PipelineStatistics earlier = pipeline.ReadStatistics();
        Drain(pipeline);

        PipelineStatistics later = pipeline.ReadStatistics();
        PipelineStatistics between = later.Since(earlier);

        Assert.Equal((7, 112), (between.BatchesTaken, between.SamplesTaken));
        Assert.Equal(later.Elapsed - earlier.Elapsed, between.Elapsed);
        Assert.Equal(
            later.Rows.Zip(earlier.Rows, (now, before) => now.Items - before.Items), between.Rows.Select(stage => stage.Items));
    }

    [Fact]
    public void ReadStatistics_NotMeasured_CountsBatchesOnly()
    {
        using var dataset = new MemoryDataset(64);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 16, Epochs = 1, IsMeasured = false });
        Drain(pipeline);

        PipelineStatistics read = pipeline.ReadStatistics();

        Assert.Equal((4, 64), (read.BatchesTaken, read.SamplesTaken));
        Assert.All(read.Stages, stage => Assert.Equal((0, TimeSpan.Zero), (stage.Items, stage.Busy)));
    }

    private static void Drain(InputPipeline pipeline)
    {
        while (pipeline.Take() is { } batch)
        {
            batch.Dispose();
        }
    }

    private static void FailEveryTenth(int row)
    {
        if (row % 10 == 0)
        {
            throw new DatasetFormatException("f.csv", row + 1, 0, "bad");
        }
    }
}
