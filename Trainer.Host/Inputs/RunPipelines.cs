using Trainer.Augment;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Pipeline.Tuning;
using Trainer.Core.Training.Callbacks;
using Trainer.Host.Configuration;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Inputs;

/// <summary>The two pipelines of a run, from where it stands.</summary>
internal sealed class RunPipelines : IDisposable
{
    private readonly TrainerSettings _settings;
    private readonly int _mostWorkers;

    /// <summary>Makes both; they begin to work.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="plan">The pipelines' options.</param>
    /// <param name="training">The training data.</param>
    /// <param name="testing">The testing data.</param>
    /// <param name="generator">Augments training images and standardises all.</param>
    /// <param name="resumed">The run that goes on; null for a new one.</param>
    public RunPipelines(
        TrainerSettings settings,
        PipelinePlan plan,
        IImageDataset training,
        IImageDataset testing,
        ImageDataGenerator generator,
        ResumedRun? resumed)
    {
        _settings = settings;
        _mostWorkers = plan.MostWorkers;
        Training = new InputPipeline(training, generator, plan.Training);
        Validation = new InputPipeline(testing, generator.ForEvaluation(), plan.Validation);
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
            TuningLimits limits = WorkerBudgets.Limits(
                _settings.Pipeline, _mostWorkers, Training.Dataset.SupportsRandomAccess);
            yield return new WorkerTuning(Training, limits, WorkerBudgets.Start(_settings.Pipeline), say, time);
        }
    }

    /// <summary>Writes down, in a checkpoint, what a run that goes on has to know of them.</summary>
    public void Save(StateDictionary state) => SkippedRowsState.Save(state, Training, Validation);

    /// <summary>Lists the bad rows that were left out, if there were any.</summary>
    /// <returns>How many there were.</returns>
    public int WriteSkippedRows(string path) =>
        SkippedRowsCsv.Write(
            path, [("training", Training.ReadSkippedRows()), ("testing", Validation.ReadSkippedRows())]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
    }
}
