using System.Diagnostics;
using Trainer.Augment;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.Live;
using Trainer.Host.Live.Dashboard;
using Trainer.Host.Observation;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;
using Trainer.Host.Training;

namespace Trainer.Host.Jobs;

/// <summary>Trains, tests and leaves a run folder.</summary>
internal sealed class TrainJob(TrainerSettings settings, Terminal terminal, ResumedRun? resumed = null)
{
    private readonly Stopwatch _wall = Stopwatch.StartNew();

    /// <summary>Runs to the end, or to the cancellation.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        ModelFactory.Configure(settings);
        (string trainingFile, string testingFile) = DataFiles.Resolve(settings.Data, terminal, cancellation);
        using IImageDataset training = Datasets.OpenTraining(trainingFile, settings);
        using IImageDataset testing = Datasets.Open(testingFile, settings.Data, training.Labels);
        Recipes.Complete(settings, training.Count, testing.Count);

        // What does not fit the data or the machine is refused before there is a run folder.
        PipelinePlan plan = PipelinePlan.Of(settings, training, testing, resumed);
        IReadOnlyDictionary<int, double>? classWeights = LabelWeights.ByClass(
            settings.Training.ClassWeights, training.Labels);
        using Model model = ModelFactory.Create(settings, training.Labels.Classes.Count);
        var identity = new RunIdentity(settings, trainingFile, testingFile);
        resumed?.Require(identity, terminal);
        using DashboardServer? dashboard = settings.Dashboard.Port is null
            ? null
            : DashboardServer.Open(settings.Dashboard);
        RunFolder run = resumed?.Folder ?? RunFolder.Create(settings.Output.Folder, terminal.Time.GetUtcNow());
        run.WriteConfig(settings);
        run.WriteLabels(training.Labels);
        Announce(training, testing, model, run);

        ImageDataGenerator generator = resumed?.State is null
            ? Generators.Fit(settings, training, cancellation)
            : Generators.Load(settings, run);
        Generators.Save(generator, run);
        bool completed;
        RunFigures figures;
        using (var pipelines = new RunPipelines(settings, plan, training, testing, generator, resumed))
        {
            completed = Train(model, pipelines, run, identity, classWeights, dashboard, cancellation, out figures);
        }

        Report(model, testing, generator, run, figures, completed);
        return completed ? ExitCode.Done : ExitCode.Interrupted;
    }

    private void Announce(IImageDataset training, IImageDataset testing, Model model, RunFolder run)
    {
        terminal.Out.WriteLine(
            $"Training {settings.Model.Name} ({model.CountParameters():N0} parameters) on {training.Count:N0} images "
            + $"of {training.Labels.Classes.Count} classes, {training.Shape}; testing on {testing.Count:N0}.");
        terminal.Out.WriteLine(
            $"Recipe {settings.Training.Recipe}, seed {settings.Training.Seed}, {settings.Torch.Device}, "
                + $"{settings.Torch.Threads} threads. Run folder: {run.Path}");
        if (resumed is not null)
        {
            terminal.Out.WriteLine($"Going on with {resumed.Describe()}.");
        }

        if (ModelFactory.IsEmulated(settings.Torch))
        {
            terminal.Out.WriteLine(
                "Torch:Precision is BFloat16, for which this processor has no instructions: "
                    + "emulated, it takes longer than Float32.");
        }
    }

    /// <returns>False when the training was cancelled.</returns>
    private bool Train(
        Model model,
        RunPipelines pipelines,
        RunFolder run,
        RunIdentity identity,
        IReadOnlyDictionary<int, double>? classWeights,
        DashboardServer? dashboard,
        CancellationToken cancellation,
        out RunFigures figures)
    {
        model.Compile(
            TrainingFactory.CreateOptimizer(settings.Training, pipelines.Training.StepsPerEpoch),
            TrainingFactory.CreateLoss(settings.Training),
            TrainingFactory.CreateMetrics(settings.Training));
        var live = new LiveRun(
            Path.GetFileName(Path.GetFullPath(run.Path)),
            pipelines.Training.ReadStatistics,
            Environment.ProcessorCount,
            terminal.Time);
        using var views = new RunViews(settings, terminal, run, live, dashboard);
        using var profile = new RunProfile(terminal, pipelines.Training, model.ReadStepStatistics);
        var monitor = new TrainingMonitor(run, pipelines.Training.StepsPerEpoch);
        using var watchdog = new StepWatchdog(terminal, run, cancellation);
        IReadOnlyList<Callback> chosen = CallbackFactory.Create(settings.Callbacks, run);
        bool completed = true;
        try
        {
            var options = new FitOptions
            {
                Epochs = settings.Training.Epochs,
                ValidationData = pipelines.Validation,
                ValidationFrequency = settings.Training.ValidationFrequency,
                ClassWeight = classWeights,
                Callbacks =
                [
                    .. chosen,
                    .. views.Callbacks,
                    monitor,
                    watchdog,
                    new ProfileCallback(profile, views),
                    .. pipelines.CreateTuning(views.Say, terminal.Time),
                ],
                Checkpoints = Checkpoints(run, state =>
                {
                    identity.Save(state);
                    pipelines.Save(state);
                }),
                ResumeFrom = resumed?.State,
                SynchronizeTelemetry = settings.Telemetry.Synchronize,
            };
            model.Fit(pipelines.Training, options, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            views.Break();
            completed = false;
        }
        finally
        {
            foreach (IDisposable callback in chosen.OfType<IDisposable>())
            {
                callback.Dispose();
            }
        }

        views.Dispose();
        profile.Finish(run, model.History.Epochs.Count);
        int skipped = pipelines.WriteSkippedRows(run.SkippedRows);
        if (skipped > 0)
        {
            terminal.Out.WriteLine($"{SkippedRowsText.Count(skipped)}; {run.SkippedRows} lists them.");
        }

        figures = new RunFigures(
            monitor.TrainingTime,
            monitor.Steps,
            pipelines.Training.ReadStatistics(),
            pipelines.Training.Dataset.Count,
            skipped);
        return completed;
    }

    private CheckpointOptions Checkpoints(RunFolder run, Action<StateDictionary> addTo) => new()
    {
        Path = run.Checkpoint,
        EverySteps = settings.Checkpoint.EverySteps,
        EveryEpochs = settings.Checkpoint.EveryEpochs,
        Every = settings.Checkpoint.EveryMinutes > 0 ? TimeSpan.FromMinutes(settings.Checkpoint.EveryMinutes) : null,
        AddTo = addTo,
        Time = terminal.Time,
    };

    /// <summary>Saves what was learnt; a run that was cut short saves at once and is not tested.</summary>
    private void Report(
        Model model,
        IImageDataset testing,
        ImageDataGenerator generator,
        RunFolder run,
        RunFigures figures,
        bool completed)
    {
        model.SaveWeights(run.Weights);
        HistoryCsv.Write(run.History, model.History);
        TrainingPlot.Write(run.Plot, model.History);
        TestResult? test = completed ? TestResult.Of(model, testing, generator.ForEvaluation(), settings) : null;
        RunReport report = figures.ToReport(settings, model.History, test, _wall.Elapsed);
        report.Write(run.ReportJson);
        if (test is not null)
        {
            ReportText.Write(run.ReportText, test.Report);
            ConfusionCsv.Write(run.Confusion, test.Matrix, testing.Labels.Classes);
            terminal.Out.WriteLine();
            terminal.Out.WriteLine(test.Report.ToText());
        }

        if (completed)
        {
            File.Delete(run.Checkpoint);
        }

        terminal.Out.WriteLine(ReportText.Summary(report));
        terminal.Out.WriteLine(
            completed
                ? $"The run is in {run.Path}"
                : $"Interrupted; what was learnt so far is in {run.Path}, and --resume {run.Path} goes on");
    }
}
