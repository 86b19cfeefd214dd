using Trainer.Core.Pipeline;
using Trainer.Core.Pipeline.Tuning;
using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Host.Configuration;

public sealed class WorkerBudgetsTests
{
    private static readonly AutoCount Auto = new(null);

    [Fact]
    public void Start_OwnNumbers_GoBeforeTheCommonOne()
    {
        Assert.Equal(new WorkerSplit(1, 1), WorkerBudgets.Start(new PipelineSettings()));
        Assert.Equal(new WorkerSplit(3, 3), WorkerBudgets.Start(new PipelineSettings { Workers = new(3) }));
        Assert.Equal(new WorkerSplit(1, 2), WorkerBudgets.Start(new PipelineSettings { Workers = Auto, AugmentWorkers = new(2) }));
    }

    [Fact]
    public void Limits_OneNumberGiven_LeavesTheOther()
    {
        TuningLimits limits = WorkerBudgets.Limits(new PipelineSettings { ParseWorkers = Auto, Workers = new(2) }, most: 5, workersRead: true);

        Assert.Equal(new TuningLimits(5, Parse: null, Augment: 2, WorkersRead: true), limits);
        Assert.Equal(new WorkerSplit(1, 2), limits.Smallest);
    }

    [Fact]
    public void CpuBudget_NothingToChoose_IsOnlyWhatIsGiven()
    {
        Assert.Null(WorkerBudgets.CpuBudget(new PipelineSettings()));
        Assert.Equal(6, WorkerBudgets.CpuBudget(new PipelineSettings { CpuBudget = 6 }));
        Assert.Equal(Math.Max(Environment.ProcessorCount, 2), WorkerBudgets.CpuBudget(new PipelineSettings { Workers = Auto }));
    }

    [Theory]
    [InlineData("cpu", null, 8)]
    [InlineData("cpu", 3, 5)]
    [InlineData("cpu", 8, 1)]
    [InlineData("cuda", null, 6)]
    public void TorchThreads_Auto_AreThoseThatThePipelineLeaves(string device, int? budget, int expected)
    {
        var settings = new TrainerSettings();
        settings.Torch.Threads = Auto;
        settings.Torch.Device = device;
        settings.Pipeline.CpuBudget = budget;

        Assert.Equal(expected, WorkerBudgets.TorchThreads(settings, cores: 8));
    }

    [Fact]
    public void TorchThreads_Given_AreTaken()
    {
        var settings = new TrainerSettings();
        Assert.Null(WorkerBudgets.TorchThreads(settings, cores: 8));

        settings.Torch.Threads = new(3);
        Assert.Equal(3, WorkerBudgets.TorchThreads(settings, cores: 8));
    }

    [Theory]
    [InlineData(null, 16)]
    [InlineData(100, 16)]
    [InlineData(9, 9)]
    [InlineData(2, 2)]
    public void Fit_AMegabytePerWorker_TakesAsManyAsFit(int? megabytes, int expected)
    {
        var settings = new PipelineSettings { Workers = Auto, CpuBudget = 16, MemoryBudgetMegabytes = megabytes };

        Assert.Equal(expected, WorkerBudgets.Fit(settings, new InputPipelineOptions { WorkerBudget = 16 }, options => options.WorkerBudget!.Value * 1_000_000L));
    }

    [Fact]
    public void Fit_NotEvenTheFewest_SaysWhatTheyTake()
    {
        var settings = new PipelineSettings { MemoryBudgetMegabytes = 5 };

        SettingsException error = Assert.Throws<SettingsException>(() => WorkerBudgets.Fit(settings, new InputPipelineOptions(), _ => 7_000_001));

        Assert.Equal(
            "Pipeline:MemoryBudgetMegabytes is 5; the buffers take 8 with the fewest workers. Raise it, or lower Training:BatchSize, "
            + "Pipeline:MaxQueueSize, Pipeline:ChunkSize or Data:CacheMegabytes.",
            error.Message);
    }

    [Fact]
    public void Problems_MoreWorkersThanTheBudget_NamesBothSettings()
    {
        var settings = new TrainerSettings();
        settings.Pipeline.Workers = new(4);
        settings.Pipeline.CpuBudget = 3;

        Assert.Equal(
            ["Pipeline:ParseWorkers is 4; Pipeline:CpuBudget allows 3.", "Pipeline:AugmentWorkers is 4; Pipeline:CpuBudget allows 3."],
            SettingsValidator.Problems(settings));
    }

    [Theory]
    [InlineData("auto", null)]
    [InlineData("Auto", null)]
    [InlineData("12", 12)]
    public void Parse_ANumberOrAuto_IsReadAndWritten(string text, int? expected)
    {
        AutoCount read = AutoCount.Parse(text);

        Assert.Equal(expected, read.Value);
        Assert.Equal(read, AutoCount.Parse(read.ToString()));
    }

    [Fact]
    public void Parse_SomethingElse_SaysWhatIsAllowed() =>
        Assert.Equal("'many' is neither a whole number nor 'auto'.", Assert.Throws<FormatException>(() => AutoCount.Parse("many")).Message);
}
