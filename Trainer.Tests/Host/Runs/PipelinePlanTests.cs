using Trainer.Core.Pipeline;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Runs;

public sealed class PipelinePlanTests
{
    private static readonly AutoCount Auto = new(null);

    [Fact]
    public void Of_ABudgetForCores_GivesBothPipelinesTheSameWorkers()
    {
        PipelinePlan plan = Plan(new PipelineSettings { CpuBudget = 3 });

        Assert.Equal(3, plan.Training.WorkerGroup?.Limit);
        Assert.Same(plan.Training.WorkerGroup, plan.Validation.WorkerGroup);
    }

    [Fact]
    public void Of_WorkersToBeChosen_GivesBothAsManyWorkersAsThereAreCores()
    {
        PipelinePlan plan = Plan(new PipelineSettings { Workers = Auto });

        Assert.Equal(Math.Max(Environment.ProcessorCount, 2), plan.Training.WorkerGroup?.Limit);
        Assert.Same(plan.Training.WorkerGroup, plan.Validation.WorkerGroup);
    }

    [Fact]
    public void Of_NoBudget_LeavesEachItsOwnWorkers()
    {
        PipelinePlan plan = Plan(new PipelineSettings());

        Assert.Null(plan.Training.WorkerGroup);
        Assert.Null(plan.Validation.WorkerGroup);
    }

    [Fact]
    public void Alone_AMemoryBudget_LeavesAsManyWorkersAsFit()
    {
        var pipeline = new PipelineSettings { Workers = Auto, CpuBudget = 200, MemoryBudgetMegabytes = 10 };

        InputPipelineOptions options = Alone(pipeline);

        Assert.InRange(options.WorkerBudget!.Value, 2, 199);
        using var dataset = new MemoryDataset(62);
        Assert.InRange(InputPipeline.CountBufferBytes(dataset, options), 0, 10_000_000);
        Assert.True(InputPipeline.CountBufferBytes(dataset, options with { WorkerBudget = options.WorkerBudget + 1 }) > 10_000_000);
    }

    [Fact]
    public void Alone_TooLargeForTheMemoryBudget_IsRefused()
    {
        SettingsException error = Assert.Throws<SettingsException>(() => Alone(new PipelineSettings { MemoryBudgetMegabytes = 1, MaxQueueSize = 1000 }));

        Assert.StartsWith("Pipeline:MemoryBudgetMegabytes is 1; the buffers take ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alone_ACache_CountsToo()
    {
        var settings = new TrainerSettings { Pipeline = new PipelineSettings { MemoryBudgetMegabytes = 100 }, Data = new DataSettings { CacheMegabytes = 100 } };
        using var dataset = new MemoryDataset(62);

        Assert.Throws<SettingsException>(() => PipelinePlan.Alone(settings, dataset));
    }

    private static InputPipelineOptions Alone(PipelineSettings pipeline)
    {
        using var dataset = new MemoryDataset(62);
        return PipelinePlan.Alone(new TrainerSettings { Pipeline = pipeline }, dataset);
    }

    private static PipelinePlan Plan(PipelineSettings pipeline)
    {
        using var dataset = new MemoryDataset(62);
        return PipelinePlan.Of(new TrainerSettings { Pipeline = pipeline }, dataset, dataset, resumed: null);
    }
}
