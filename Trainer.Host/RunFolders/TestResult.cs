using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Metrics;
using Trainer.Core.Pipeline;
using Trainer.Core.Training;
using Trainer.Host.Configuration;

namespace Trainer.Host.RunFolders;

/// <summary>How a model does on a data set.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Samples">How many samples there were.</param>
/// <param name="Matrix">How often each class was taken for which.</param>
/// <param name="Report">The scores per class.</param>
/// <param name="Skipped">The bad rows that were left out, in order.</param>
internal sealed record TestResult(
    double Loss, long Samples, ConfusionMatrix Matrix, ClassificationReport Report, IReadOnlyList<SkippedRow> Skipped)
{
    /// <summary>Predicts every row once and compares with the truth.</summary>
    /// <param name="model">A compiled model.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="generator">Standardises its images; does not vary them.</param>
    /// <param name="settings">The pipeline's settings.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static TestResult Of(
        Model model,
        IImageDataset dataset,
        ImageDataGenerator generator,
        TrainerSettings settings,
        CancellationToken cancellation = default)
    {
        using var pipeline = new InputPipeline(
            dataset, generator, PipelineFactory.ForPrediction(settings) with { Epochs = 2 });
        Evaluation evaluation = model.Evaluate(pipeline, cancellation);
        Predictions predictions = model.Predict(pipeline, cancellation);
        ConfusionMatrix matrix = ConfusionMatrix.Count(
            predictions.Labels, predictions.ArgMax(), dataset.Labels.Classes.Count);
        var report = new ClassificationReport(matrix, dataset.Labels.Classes);
        return new TestResult(evaluation.Loss, evaluation.Samples, matrix, report, pipeline.ReadSkippedRows());
    }
}
