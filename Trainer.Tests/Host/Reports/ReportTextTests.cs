using Trainer.Core.Metrics;
using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class ReportTextTests
{
    [Fact]
    public void Summary_Completed_SaysWhatWasLearntAndHowFast() => Assert.Equal(
        "Test accuracy 0.7250 and loss 0.9000 over 340 samples; F1 0.7125 macro, 0.7100 weighted.\n"
        + "Trained 75 epochs (2400 steps) in 10 min 2 s: 152.2 images/s, the trainer waited for data 0.2 % of its time, "
        + "best validation accuracy 0.7500.",
        ReportText.Summary(RunReportTests.Example));

    [Fact]
    public void Summary_NothingMeasured_LeavesItOut() => Assert.Equal(
        "Interrupted after 1 epoch (1 step) in 4.5 s.",
        ReportText.Summary(RunReportTests.Example with
        {
            Status = RunStatus.Interrupted,
            Accuracy = double.NaN,
            BestValAccuracy = double.NaN,
            ImagesPerSecond = double.NaN,
            Epochs = 1,
            Steps = 1,
            WallSeconds = 4.5,
        }));

    [Fact]
    public void Summary_LongRun_GivesHours() => Assert.Contains(
        " in 2 h 5 min: ", ReportText.Summary(RunReportTests.Example with { WallSeconds = 7510 }), StringComparison.Ordinal);

    [Fact]
    public void Write_File_HasScikitLearnsText()
    {
        string path = Path.GetTempFileName();
        ClassificationReport report = new(ConfusionMatrix.Count([0, 1], [0, 1], 2), ["a", "b"]);

        ReportText.Write(path, report);

        Assert.Equal(report.ToText(), File.ReadAllText(path));
        File.Delete(path);
    }
}
