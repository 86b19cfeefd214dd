using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Host.Configuration;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Inputs;

/// <summary>
/// The options of a run's two pipelines, within its budgets for cores and memory; made before anything is begun.
/// </summary>
/// <param name="Training">Those of the pipeline that training eats from.</param>
/// <param name="Validation">Those of the pipeline that validations eat from.</param>
/// <param name="MostWorkers">The most workers that the training pipeline can be given.</param>
internal sealed record PipelinePlan(InputPipelineOptions Training, InputPipelineOptions Validation, int MostWorkers)
{
    /// <summary>Makes the plan.</summary>
    /// <param name="settings">The settings in force, complete.</param>
    /// <param name="training">The training data.</param>
    /// <param name="testing">The testing data.</param>
    /// <param name="resumed">The run that goes on; null for a new one.</param>
    /// <exception cref="SettingsException">The buffers do not fit into the memory budget.</exception>
    public static PipelinePlan Of(
        TrainerSettings settings, IImageDataset training, IImageDataset testing, ResumedRun? resumed)
    {
        PipelinePosition validationStart = resumed?.ValidationStart(settings.Training.ValidationFrequency) ?? default;
        WorkerGroup? workers = WorkerBudgets.Group(settings.Pipeline);
        InputPipelineOptions validationOptions =
            PipelineFactory.ForValidation(settings, validationStart) with { WorkerGroup = workers };
        InputPipelineOptions trainingOptions = PipelineFactory.ForTraining(settings, resumed?.TrainingStart ?? default);
        long others = InputPipeline.CountBufferBytes(testing, validationOptions) + WorkerBudgets.CacheBytes(
            settings.Data);
        int? budget = WorkerBudgets.Fit(
            settings.Pipeline, trainingOptions, options => others + InputPipeline.CountBufferBytes(training, options));
        return new PipelinePlan(
            trainingOptions with { WorkerBudget = budget, WorkerGroup = workers },
            validationOptions,
            Math.Max(budget ?? 0, WorkerBudgets.Start(settings.Pipeline).Total));
    }

    /// <summary>
    /// The options of the training pipeline where it runs alone, such as for <c>profile</c>, within the budgets.
    /// </summary>
    /// <param name="settings">The settings in force, complete.</param>
    /// <param name="training">The training data.</param>
    /// <exception cref="SettingsException">The buffers do not fit into the memory budget.</exception>
    public static InputPipelineOptions Alone(TrainerSettings settings, IImageDataset training)
    {
        InputPipelineOptions alone = PipelineFactory.ForTraining(settings);
        return alone with
        {
            WorkerBudget = WorkerBudgets.Fit(
                settings.Pipeline,
                alone,
                options => WorkerBudgets.CacheBytes(settings.Data) + InputPipeline.CountBufferBytes(training, options)),
        };
    }
}
