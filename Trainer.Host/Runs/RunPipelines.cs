using Trainer.Augment;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Pipeline.Tuning;
using Trainer.Core.Sampling;
using Trainer.Core.Training.Callbacks;
using Trainer.Host.Configuration;
using Trainer.Host.Reports;

namespace Trainer.Host.Runs;

/// <summary>The two pipelines of a run, within its budgets for cores and memory, from where it stands.</summary>
internal sealed class RunPipelines : IDisposable
{
    private const long BytesPerMegabyte = 1_000_000;

    private readonly TrainerSettings _settings;
    private readonly int _mostWorkers;

    /// <summary>Makes both; they begin to work.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="training">The training data.</param>
    /// <param name="testing">The testing data.</param>
    /// <param name="generator">Augments training images and standardises all.</param>
    /// <param name="resumed">The run that goes on; null for a new one.</param>
    /// <exception cref="SettingsException">The buffers do not fit into the memory budget.</exception>
    public RunPipelines(TrainerSettings settings, IImageDataset training, IImageDataset testing, ImageDataGenerator generator, ResumedRun? resumed)
    {
        _settings = settings;
        PipelinePosition validationStart = resumed?.ValidationStart(settings.Training.ValidationFrequency) ?? default;
        InputPipelineOptions validationOptions = PipelineFactory.ForValidation(settings, validationStart) with { WorkerBudget = settings.Pipeline.CpuBudget };
        InputPipelineOptions trainingOptions = PipelineFactory.ForTraining(settings, resumed?.TrainingStart ?? default);
        long others = InputPipeline.CountBufferBytes(testing, validationOptions) + (settings.Data.CacheMegabytes * BytesPerMegabyte);
        int? budget = WorkerBudgets.Fit(settings.Pipeline, trainingOptions, options => others + InputPipeline.CountBufferBytes(training, options));
        _mostWorkers = Math.Max(budget ?? 0, WorkerBudgets.Start(settings.Pipeline).Total);
        Training = new InputPipeline(training, generator, trainingOptions with { WorkerBudget = budget });
        Validation = new InputPipeline(testing, generator.ForEvaluation(), validationOptions);
        if (resumed?.State is { } state)
        {
            SkippedRowsState.Restore(state.Section("run"), Training, Validation);
        }
    }

    /// <summary>What the training eats from.</summary>
    public InputPipeline Training { get; }

    /// <summary>What the validations eat from.</summary>
    public InputPipeline Validation { get; }

    /// <summary>The callback that chooses the workers, if the settings leave that open.</summary>
    /// <param name="say">Takes each decision with its reason.</param>
    /// <param name="time">The clock.</param>
    public IEnumerable<Callback> CreateTuning(Action<string> say, TimeProvider time)
    {
        if (WorkerBudgets.IsAuto(_settings.Pipeline))
        {
            TuningLimits limits = WorkerBudgets.Limits(_settings.Pipeline, _mostWorkers, Training.Dataset.SupportsRandomAccess);
            yield return new WorkerTuning(Training, limits, WorkerBudgets.Start(_settings.Pipeline), say, time);
        }
    }

    /// <summary>Writes down, in a checkpoint, what a run that goes on has to know of them.</summary>
    public void Save(StateDictionary state) => SkippedRowsState.Save(state, Training, Validation);

    /// <summary>Lists the bad rows that were left out, if there were any.</summary>
    /// <returns>How many there were.</returns>
    public int WriteSkippedRows(string path) =>
        SkippedRowsCsv.Write(path, [("training", Training.ReadSkippedRows()), ("testing", Validation.ReadSkippedRows())]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
    }
}
