using System.Text.Json;
using Trainer.Core.Metrics;
using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class RunReportTests
{
    internal static RunReport Example { get; } = new()
    {
        Status = RunStatus.Completed,
        Accuracy = 0.725,
        MacroF1 = 0.7125,
        WeightedF1 = 0.71,
        TestLoss = 0.9,
        BestValAccuracy = 0.75,
        TestSamples = 340,
        TrainSamples = 1020,
        SkippedRows = 3,
        Epochs = 75,
        Steps = 2400,
        Seed = 1,
        ImagesPerSecond = 152.25,
        DataStallFraction = 0.002,
        WallSeconds = 602.5,
        Classes = [new ClassScores("ü-日本", 0.5, 0.25, 0.125, 20)],
    };

    [Fact]
    public void ToJson_Report_HasItsKeysInSnakeCase() => Assert.Equal(
        """
        {
          "status": "completed",
          "accuracy": 0.725,
          "macro_f1": 0.7125,
          "weighted_f1": 0.71,
          "test_loss": 0.9,
          "best_val_accuracy": 0.75,
          "test_samples": 340,
          "train_samples": 1020,
          "skipped_rows": 3,
          "epochs": 75,
          "steps": 2400,
          "seed": 1,
          "images_per_second": 152.25,
          "data_stall_fraction": 0.002,
          "wall_seconds": 602.5,
          "classes": [
            {
              "name": "ü-日本",
              "precision": 0.5,
              "recall": 0.25,
              "f1": 0.125,
              "support": 20
            }
          ]
        }

        """.ReplaceLineEndings("\n"),
        Example.ToJson());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void ToJson_NotFinite_IsNull(double loss)
    {
        RunReport report = Example with { Status = RunStatus.Interrupted, TestLoss = loss };

        using JsonDocument json = JsonDocument.Parse(report.ToJson());

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("test_loss").ValueKind);
        Assert.Equal("interrupted", json.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public void Write_File_HasTheJson()
    {
        string path = Path.GetTempFileName();

        Example.Write(path);

        Assert.Equal(Example.ToJson(), File.ReadAllText(path));
        File.Delete(path);
    }
}
