using System.Diagnostics;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Pipeline.Tuning;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Host.Configuration;
using Trainer.Host.Reports;

namespace Trainer.Host.Runs;

/// <summary>Trains, tests and leaves a run folder.</summary>
internal sealed class TrainJob(TrainerSettings settings, Terminal terminal, ResumedRun? resumed = null)
{
    private readonly Stopwatch _wall = Stopwatch.StartNew();

    /// <summary>Runs to the end, or to the cancellation.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        settings.Torch.Threads = new AutoCount(TorchRuntime.Configure(WorkerBudgets.TorchThreads(settings, Environment.ProcessorCount)));
        ModelFactory.RequireDevice(settings.Torch.Device);
        (string trainingFile, string testingFile) = DataFiles.Resolve(settings.Data, terminal, cancellation);
        using IImageDataset training = Datasets.OpenTraining(trainingFile, settings);
        using IImageDataset testing = Datasets.Open(testingFile, settings.Data, training.Labels);
        Recipes.Complete(settings, training.Count, testing.Count);

        using Model model = ModelFactory.Create(settings, training.Labels.Classes.Count);
        var identity = new RunIdentity(settings, trainingFile, testingFile);
        resumed?.Require(identity, terminal);
        RunFolder run = resumed?.Folder ?? RunFolder.Create(settings.Output.Folder, terminal.Time.GetUtcNow());
        run.WriteConfig(settings);
        run.WriteLabels(training.Labels);
        Announce(training, testing, model, run);

        ImageDataGenerator generator = resumed?.State is null ? Generators.Fit(settings, training, cancellation) : Generators.Load(settings, run);
        Generators.Save(generator, run);
        bool completed = Train(model, training, testing, generator, run, identity, cancellation, out RunFigures figures);
        Report(model, testing, generator, run, figures, completed);
        return completed ? ExitCode.Done : ExitCode.Interrupted;
    }

    private void Announce(IImageDataset training, IImageDataset testing, Model model, RunFolder run)
    {
        terminal.Out.WriteLine(
            $"Training {settings.Model.Name} ({model.CountParameters():N0} parameters) on {training.Count:N0} images of "
            + $"{training.Labels.Classes.Count} classes, {training.Shape}; testing on {testing.Count:N0}.");
        terminal.Out.WriteLine(
            $"Recipe {settings.Training.Recipe}, seed {settings.Training.Seed}, {settings.Torch.Device}, {settings.Torch.Threads} threads. Run folder: {run.Path}");
        if (resumed is not null)
        {
            terminal.Out.WriteLine($"Going on with {resumed.Describe()}.");
        }

        if (ModelFactory.IsEmulated(settings.Torch))
        {
            terminal.Out.WriteLine("Torch:Precision is BFloat16, for which this processor has no instructions: emulated, it takes longer than Float32.");
        }
    }

    /// <returns>False when the training was cancelled.</returns>
    private bool Train(
        Model model,
        IImageDataset training,
        IImageDataset testing,
        ImageDataGenerator generator,
        RunFolder run,
        RunIdentity identity,
        CancellationToken cancellation,
        out RunFigures figures)
    {
        InputPipelineOptions validationOptions = PipelineFactory.ForValidation(settings, resumed?.ValidationStart ?? default) with { WorkerBudget = settings.Pipeline.CpuBudget };
        InputPipelineOptions trainingOptions = PipelineFactory.ForTraining(settings, resumed?.TrainingStart ?? default);
        long others = InputPipeline.CountBufferBytes(testing, validationOptions) + (settings.Data.CacheMegabytes * 1_000_000L);
        trainingOptions = trainingOptions with
        {
            WorkerBudget = WorkerBudgets.Fit(settings.Pipeline, trainingOptions, options => others + InputPipeline.CountBufferBytes(training, options)),
        };
        using var trainingPipeline = new InputPipeline(training, generator, trainingOptions);
        using var validationPipeline = new InputPipeline(testing, generator.ForEvaluation(), validationOptions);
        model.Compile(
            TrainingFactory.CreateOptimizer(settings.Training, trainingPipeline.StepsPerEpoch), TrainingFactory.CreateLoss(settings.Training));
        ProgressBar? progress = settings.Output.Verbose > 0
            ? new ProgressBar(terminal.Out, settings.Output.Verbose, terminal.IsLive, terminal.Width, terminal.Time)
            : null;
        var monitor = new TrainingMonitor(run, trainingPipeline.StepsPerEpoch);
        using var watchdog = new StepWatchdog(terminal, run, cancellation);
        IReadOnlyList<Callback> chosen = CallbackFactory.Create(settings.Callbacks, run);
        bool completed = true;
        try
        {
            // Those that show come last: they show what the ones before have added to the logs.
            IReadOnlyList<Callback> shown = progress is null ? [monitor, watchdog] : [progress, monitor, watchdog];
            var options = new FitOptions
            {
                Epochs = settings.Training.Epochs,
                ValidationData = validationPipeline,
                Callbacks = [.. chosen, .. shown, .. Tuning(trainingPipeline, trainingOptions)],
                Checkpoints = Checkpoints(run, identity),
                ResumeFrom = resumed?.State,
            };
            model.Fit(trainingPipeline, options, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            progress?.Break();
            completed = false;
        }
        finally
        {
            foreach (IDisposable callback in chosen.OfType<IDisposable>())
            {
                callback.Dispose();
            }
        }

        int skipped = SkippedRowsCsv.Write(
            run.SkippedRows, [("training", trainingPipeline.ReadSkippedRows()), ("testing", validationPipeline.ReadSkippedRows())]);
        if (skipped > 0)
        {
            terminal.Out.WriteLine($"{skipped} bad rows were left out; {run.SkippedRows} lists them.");
        }

        figures = new RunFigures(monitor.TrainingTime, monitor.Steps, trainingPipeline.ReadStatistics(), training.Count, skipped);
        return completed;
    }

    private IEnumerable<Callback> Tuning(InputPipeline pipeline, InputPipelineOptions options)
    {
        if (WorkerBudgets.IsAuto(settings.Pipeline))
        {
            WorkerSplit start = WorkerBudgets.Start(settings.Pipeline);
            int most = Math.Max(options.WorkerBudget ?? 0, start.Total);
            yield return new WorkerTuning(
                pipeline, WorkerBudgets.Limits(settings.Pipeline, most, pipeline.Dataset.SupportsRandomAccess), start, terminal.Out, terminal.Time);
        }
    }

    private CheckpointOptions Checkpoints(RunFolder run, RunIdentity identity) => new()
    {
        Path = run.Checkpoint,
        EverySteps = settings.Checkpoint.EverySteps,
        Every = settings.Checkpoint.EveryMinutes > 0 ? TimeSpan.FromMinutes(settings.Checkpoint.EveryMinutes) : null,
        AddTo = identity.Save,
        BeforeRename = RenamePause.FromEnvironment(),
        Time = terminal.Time,
    };

    /// <summary>Saves what was learnt; a run that was cut short saves at once and is not tested.</summary>
    private void Report(Model model, IImageDataset testing, ImageDataGenerator generator, RunFolder run, RunFigures figures, bool completed)
    {
        model.SaveWeights(run.Weights);
        model.SaveWeights(run.TorchSharpWeights);
        HistoryCsv.Write(run.History, model.History);
        TrainingPlot.Write(run.Plot, model.History);
        TestResult? test = completed ? TestResult.Of(model, testing, generator.ForEvaluation(), settings) : null;
        RunReport report = figures.ToReport(settings, model.History, test, _wall.Elapsed);
        report.Write(run.ReportJson);
        if (test is not null)
        {
            ReportText.Write(run.ReportText, test.Report);
            terminal.Out.WriteLine();
            terminal.Out.WriteLine(test.Report.ToText());
        }

        if (completed)
        {
            File.Delete(run.Checkpoint);
        }

        terminal.Out.WriteLine(ReportText.Summary(report));
        terminal.Out.WriteLine(completed ? $"The run is in {run.Path}" : $"Interrupted; what was learnt so far is in {run.Path}, and --resume {run.Path} goes on");
    }
}
