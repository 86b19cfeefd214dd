using Trainer.Core.Telemetry;
using Trainer.Core.Training;
using Trainer.Host.Configuration;
using Trainer.Host.Reports;

namespace Trainer.Host.RunFolders;

/// <summary>What was measured during training.</summary>
/// <param name="TrainingTime">The time of all training phases, without validation.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Pipeline">The training pipeline's figures.</param>
/// <param name="TrainingSamples">Rows of the training data.</param>
/// <param name="SkippedRows">Bad rows, of training and test data, that were left out.</param>
internal sealed record RunFigures(
    TimeSpan TrainingTime, long Steps, PipelineStatistics Pipeline, long TrainingSamples, int SkippedRows)
{
    /// <summary>Makes the report of the run.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="history">The epochs that have ended.</param>
    /// <param name="test">The test's result; null when the run was cut short.</param>
    /// <param name="wall">The time from start to end.</param>
    public RunReport ToReport(TrainerSettings settings, History history, TestResult? test, TimeSpan wall)
    {
        double seconds = TrainingTime.TotalSeconds;
        return new RunReport
        {
            Status = test is null ? RunStatus.Interrupted : RunStatus.Completed,
            Accuracy = test?.Report.Accuracy ?? double.NaN,
            MacroF1 = test?.Report.MacroAverage.F1 ?? double.NaN,
            WeightedF1 = test?.Report.WeightedAverage.F1 ?? double.NaN,
            TestLoss = test?.Loss ?? double.NaN,
            BestValAccuracy = history.Metrics.Contains("val_accuracy", StringComparer.Ordinal)
                ? history["val_accuracy"].Max()
                : double.NaN,
            TestSamples = test?.Samples ?? 0,
            TrainSamples = TrainingSamples,
            SkippedRows = SkippedRows,
            Epochs = history.Epochs.Count,
            Steps = Steps,
            Seed = settings.Training.Seed,
            ImagesPerSecond = seconds > 0 ? Pipeline.SamplesTaken / seconds : 0,
            DataStallFraction = seconds > 0 ? Pipeline.ConsumerWait.TotalSeconds / seconds : 0,
            WallSeconds = wall.TotalSeconds,
            Classes = test?.Report.Classes ?? [],
        };
    }
}
