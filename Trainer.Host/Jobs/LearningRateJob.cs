using System.Globalization;
using System.Text;
using Trainer.Augment;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Training;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;
using Trainer.Host.Training;

namespace Trainer.Host.Jobs;

/// <summary>Runs the range test of the learning rate on the training data.</summary>
internal sealed class LearningRateJob(TrainerSettings settings, LearningRateFinderOptions options, Terminal terminal)
{
    /// <summary>Prints the suggestion, and leaves <c>lr-find.csv</c> and <c>lr-find.png</c> in a run folder.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        ModelFactory.Configure(settings);
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.OpenTraining(file, settings);
        Recipes.Complete(settings, dataset.Count, testingRows: dataset.Count);
        InputPipelineOptions alone = PipelinePlan.Alone(settings, dataset);
        ImageDataGenerator generator = Generators.Fit(settings, dataset, cancellation);
        RunFolder run = RunFolder.Create(settings.Output.Folder, terminal.Time.GetUtcNow());
        run.WriteConfig(settings);
        using Model model = ModelFactory.Create(settings, dataset.Labels.Classes.Count);

        // As many epochs as the steps need.
        using var pipeline = new InputPipeline(dataset, generator, alone with { Epochs = null });
        model.Compile(
            TrainingFactory.CreateOptimizer(settings.Training, pipeline.StepsPerEpoch),
            TrainingFactory.CreateLoss(settings.Training));
        LearningRateRange range = model.FindLearningRate(pipeline, options, cancellation);

        AtomicFile.WriteAllText(run.File("lr-find.csv"), ToCsv(range));
        AtomicFile.WriteAllBytes(run.File("lr-find.png"), LearningRatePlot.RenderPng(range));
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{range.Rates.Count} steps from {options.MinRate:G3} to {range.Rates[^1]:G3}. The smoothed loss falls "
                + $"most steeply at {range.Steepest:G3} and is least at {range.AtMinimum:G3}."));
        terminal.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Suggestion: --Training:LearningRate {range.Suggestion:G2}"));
        SkippedRowsText.Report(pipeline.ReadSkippedRows(), terminal);
        terminal.Out.WriteLine($"The plot is in {run.Path}");
        return ExitCode.Done;
    }

    private static string ToCsv(LearningRateRange range)
    {
        var text = new StringBuilder("learning_rate,loss,smoothed\n");
        for (int i = 0; i < range.Rates.Count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{range.Rates[i]:R},{range.Losses[i]:R},{range.Smoothed[i]:R}\n");
        }

        return text.ToString();
    }
}
