using System.Diagnostics;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Host.Configuration;
using Trainer.Host.Reports;

namespace Trainer.Host.Runs;

/// <summary>Runs the training pipeline without a trainer for <c>Training:Epochs</c> epochs and reports.</summary>
internal sealed class ProfileJob(TrainerSettings settings, Terminal terminal)
{
    /// <summary>Prints images per second and a table of the stages, and leaves <c>profile.json</c> in a run folder.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.OpenTraining(file, settings);
        Recipes.Complete(settings, dataset.Count, testingRows: dataset.Count);
        RunFolder run = RunFolder.Create(settings.Output.Folder, terminal.Time.GetUtcNow());
        run.WriteConfig(settings);

        long started = Stopwatch.GetTimestamp();
        using var pipeline = new InputPipeline(dataset, Generators.Fit(settings, dataset, cancellation), PipelineFactory.ForTraining(settings));
        while (pipeline.Take(cancellation) is { } batch)
        {
            batch.Dispose();
        }

        ProfileReport report = ProfileReport.Of(pipeline.ReadStatistics(), Stopwatch.GetElapsedTime(started), settings.Training.Epochs);
        report.Write(run.Profile);
        terminal.Out.WriteLine(report.ToText());
        terminal.Out.WriteLine($"The profile is in {run.Path}");
        return ExitCode.Done;
    }
}
