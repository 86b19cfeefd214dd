using Trainer.Host.Configuration;
using Trainer.Host.Sweeps;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Sweeps;

public sealed class SweepBudgetTests
{
    private static readonly SweepSetting Small = new(1, 1, 16, 10, Threads: null);
    private static readonly SweepSetting ManyWorkers = new(2, 1, 16, 10, Threads: null);
    private static readonly SweepSetting LongQueue = new(1, 1, 16, 4000, Threads: null);

    private readonly List<string> _said = [];

    [Fact]
    public void Keep_NoBudget_LeavesAll()
    {
        Assert.Equal([Small, ManyWorkers, LongQueue], Keep(new PipelineSettings(), Small, ManyWorkers, LongQueue));
        Assert.Empty(_said);
    }

    [Fact]
    public void Keep_MoreMemoryThanTheBudget_IsLeftOutAndSaidSo()
    {
        // 4000 batches of 32 images of 192 bytes are 25 of them.
        Assert.Equal([Small, ManyWorkers], Keep(new PipelineSettings { MemoryBudgetMegabytes = 10 }, Small, LongQueue, ManyWorkers, LongQueue));
        string line = Assert.Single(_said);
        Assert.Matches(
            "^Left out: 2 of 4 settings. The first is parse 1, augment 1, chunk 16, queue 4000: Pipeline:MemoryBudgetMegabytes is 10, "
            + "and its buffers, with those of a validation, take 5[0-9]\\.$",
            line);
    }

    [Fact]
    public void Keep_AStageOfMoreWorkersThanTheBudget_IsLeftOutAndSaidSo()
    {
        Assert.Equal([Small], Keep(new PipelineSettings { CpuBudget = 1 }, Small, ManyWorkers));
        Assert.Equal(
            ["Left out: 1 of 2 settings. The first is parse 2, augment 1, chunk 16, queue 10: Pipeline:CpuBudget is 1, and a stage of it has 2 workers."], _said);
    }

    [Fact]
    public void Keep_StagesThatShareTheBudget_LeavesAll() =>
        Assert.Equal([Small, ManyWorkers], Keep(new PipelineSettings { CpuBudget = 2 }, Small, ManyWorkers));

    [Fact]
    public void Keep_NoneWithinTheBudgets_IsRefused()
    {
        SettingsException error = Assert.Throws<SettingsException>(() => Keep(new PipelineSettings { CpuBudget = 1 }, ManyWorkers));

        Assert.Equal(
            "--sweep has no setting within the budgets. parse 2, augment 1, chunk 16, queue 10: Pipeline:CpuBudget is 1, and a stage of it has 2 workers. "
            + "Raise the budget, or try fewer workers, smaller chunks or a shorter queue.",
            error.Message);
    }

    private IReadOnlyList<SweepSetting> Keep(PipelineSettings pipeline, params SweepSetting[] grid)
    {
        using var dataset = new MemoryDataset(64);
        return SweepBudget.Keep(grid, new TrainerSettings { Pipeline = pipeline }, dataset, _said.Add);
    }
}
