using System.Globalization;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.Reports;
using Trainer.Host.Sweeps;
using Trainer.Host.Training;
using static TorchSharp.torch;

namespace Trainer.Host.Jobs;

/// <summary>
/// Trains in turns on one batch that is held in memory, which is the ceiling of the model alone, and on the pipeline's
/// batches, and says how much of the ceiling is reached.
/// </summary>
/// <param name="settings">The settings in force.</param>
/// <param name="rounds">How often each is measured.</param>
/// <param name="length">How long each time.</param>
/// <param name="terminal">Where to report.</param>
internal sealed class HeadroomJob(TrainerSettings settings, int rounds, TimeSpan length, Terminal terminal)
{
    /// <summary>Prints both rates and the share.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        ModelFactory.Configure(settings);
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.OpenTraining(file, settings);
        Recipes.Complete(settings, dataset.Count, testingRows: dataset.Count);
        InputPipelineOptions options = PipelinePlan.Alone(settings, dataset);
        ImageDataGenerator generator = Generators.Fit(settings, dataset, cancellation);
        using Model model = ModelFactory.Create(settings, dataset.Labels.Classes.Count);
        int steps = Math.Max(1, dataset.Count / settings.Training.BatchSize);
        model.Compile(
            TrainingFactory.CreateOptimizer(settings.Training, steps), TrainingFactory.CreateLoss(settings.Training));

        // Full batches only: steps are compared with steps.
        using var pipeline = new InputPipeline(
            dataset,
            generator,
            options with { Epochs = null, StepsPerEpoch = settings.Pipeline.StepsPerEpoch ?? steps });
        using var held = new HeldBatch(pipeline, new Device(settings.Torch.Device), cancellation);
        terminal.Out.WriteLine(
            $"{ReportText.Counted(rounds, "round")} of {length.TotalSeconds:0.##} s each, on a held batch and from the "
                + "pipeline, after one to warm up.");
        var alone = new List<double>();
        var fed = new List<double>();
        PipelineStatistics before = pipeline.ReadStatistics();
        for (int round = -1; round < rounds; round++)
        {
            double ceiling = Rate(
                model, BatchSource.From(held.RepeatAsync(cancellation)), pipeline.StepsPerEpoch, cancellation);
            double reached = Rate(model, pipeline, pipeline.StepsPerEpoch, cancellation);
            if (round < 0)
            {
                before = pipeline.ReadStatistics();
                continue;
            }

            alone.Add(ceiling);
            fed.Add(reached);
        }

        Report(alone, fed, pipeline.ReadStatistics().Since(before));
        SkippedRowsText.Report(pipeline.ReadSkippedRows(), terminal);
        return ExitCode.Done;
    }

    private void Report(List<double> alone, List<double> fed, PipelineStatistics pipeline)
    {
        double[] shares = [.. fed.Zip(alone, (with, without) => with / without)];
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The model alone, on one batch in memory: {SweepResult.MedianOf(alone):F1} images/s ({alone.Min():F1} to "
                + $"{alone.Max():F1})."));
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"From the pipeline: {SweepResult.MedianOf(fed):F1} images/s ({fed.Min():F1} to {fed.Max():F1})."));
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * SweepResult.MedianOf(shares):F1} % of the ceiling is reached ({100 * shares.Min():F1} to "
            + $"{100 * shares.Max():F1} by rounds); "
            + $"{pipeline.Readiness:P1} of the batches were ready."));
        if (pipeline.Readiness > 0.99 && SweepResult.MedianOf(shares) < 1 - Bottleneck.StallLimit)
        {
            terminal.Out.WriteLine(
                "The batches were there: what is lost, the pipeline's work takes from the cores that the model "
                    + "computes on. Fewer workers, or a cache (Data:CacheMegabytes), take less.");
        }
    }

    /// <summary>Trains for the time of a round.</summary>
    /// <returns>Images per second.</returns>
    private double Rate(Model model, BatchSource source, int stepsPerEpoch, CancellationToken cancellation)
    {
        var round = new Round(length, terminal.Time);
        model.Fit(
            source,
            new FitOptions { Epochs = int.MaxValue, StepsPerEpoch = stepsPerEpoch, Callbacks = [round] },
            cancellation);
        return round.Finish();
    }

    /// <summary>Counts the images of a round, and ends it when its time is over.</summary>
    private sealed class Round(TimeSpan length, TimeProvider time) : Callback
    {
        private long _images;
        private long _started;

        public override void OnTrainBegin() => _started = time.GetTimestamp();

        public override void OnTrainBatchBegin(int step) => _images += Model.CurrentBatch!.Count;

        public override void OnTrainBatchEnd(int step, StepLogs logs) =>
            Model.StopTraining = time.GetElapsedTime(_started) >= length;

        /// <summary>Images per second, now that all results are there.</summary>
        public double Finish() => _images / time.GetElapsedTime(_started).TotalSeconds;
    }
}
