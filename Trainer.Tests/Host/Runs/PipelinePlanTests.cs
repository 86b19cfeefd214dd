using Trainer.Core.Pipeline;
using Trainer.Host.Configuration;
using Trainer.Host.Runs;
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

    private static PipelinePlan Plan(PipelineSettings pipeline)
    {
        using var dataset = new MemoryDataset(62);
        return PipelinePlan.Of(new TrainerSettings { Pipeline = pipeline }, dataset, dataset, resumed: null);
    }
}
