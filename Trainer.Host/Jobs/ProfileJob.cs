using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.Observation;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Jobs;

/// <summary>
/// Runs the training pipeline for <c>Training:Epochs</c> epochs against a trainer of a given speed and reports.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="terminal">Where to report.</param>
/// <param name="imagesPerSecond">The trainer's speed, above 0; null for as fast as it gets batches.</param>
internal sealed class ProfileJob(TrainerSettings settings, Terminal terminal, double? imagesPerSecond = null)
{
    /// <summary>
    /// Prints images per second, a table of the stages and the verdict, and leaves <c>profile.json</c> and
    /// <c>profile.png</c> in a run folder.
    /// </summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.OpenTraining(file, settings);
        Recipes.Complete(settings, dataset.Count, testingRows: dataset.Count);
        InputPipelineOptions options = PipelinePlan.Alone(settings, dataset);
        RunFolder run = RunFolder.Create(settings.Output.Folder, terminal.Time.GetUtcNow());
        run.WriteConfig(settings);

        using var pipeline = new InputPipeline(dataset, Generators.Fit(settings, dataset, cancellation), options);
        var consumer = new PacedConsumer(pipeline, imagesPerSecond, terminal.Time);
        using var profile = new RunProfile(terminal, pipeline, consumer.Read);
        bool completed = true;
        try
        {
            consumer.Run(() => profile.ShowIfAsked(), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            completed = false;
        }

        profile.Finish(run, settings.Training.Epochs);
        SkippedRowsText.Report(pipeline.ReadSkippedRows(), terminal);
        terminal.Out.WriteLine($"{(completed ? "The" : "Interrupted; the")} profile is in {run.Path}");
        return completed ? ExitCode.Done : ExitCode.Interrupted;
    }
}
