using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Host.Configuration;

namespace Trainer.Host.Runs;

/// <summary>The options of a run's two pipelines, within its budgets for cores and memory; made before anything is begun.</summary>
/// <param name="Training">Those of the pipeline that training eats from.</param>
/// <param name="Validation">Those of the pipeline that validations eat from.</param>
/// <param name="MostWorkers">The most workers that the training pipeline can be given.</param>
internal sealed record PipelinePlan(InputPipelineOptions Training, InputPipelineOptions Validation, int MostWorkers)
{
    private const long BytesPerMegabyte = 1_000_000;

    /// <summary>Makes the plan.</summary>
    /// <param name="settings">The settings in force, complete.</param>
    /// <param name="training">The training data.</param>
    /// <param name="testing">The testing data.</param>
    /// <param name="resumed">The run that goes on; null for a new one.</param>
    /// <exception cref="SettingsException">The buffers do not fit into the memory budget.</exception>
    public static PipelinePlan Of(TrainerSettings settings, IImageDataset training, IImageDataset testing, ResumedRun? resumed)
    {
        PipelinePosition validationStart = resumed?.ValidationStart(settings.Training.ValidationFrequency) ?? default;
        WorkerGroup? workers = WorkerBudgets.CpuBudget(settings.Pipeline) is { } cores ? new WorkerGroup(cores) : null;
        InputPipelineOptions validationOptions = PipelineFactory.ForValidation(settings, validationStart) with
        {
            WorkerBudget = settings.Pipeline.CpuBudget,
            WorkerGroup = workers,
        };
        InputPipelineOptions trainingOptions = PipelineFactory.ForTraining(settings, resumed?.TrainingStart ?? default);
        long others = InputPipeline.CountBufferBytes(testing, validationOptions) + (settings.Data.CacheMegabytes * BytesPerMegabyte);
        int? budget = WorkerBudgets.Fit(settings.Pipeline, trainingOptions, options => others + InputPipeline.CountBufferBytes(training, options));
        return new PipelinePlan(
            trainingOptions with { WorkerBudget = budget, WorkerGroup = workers },
            validationOptions,
            Math.Max(budget ?? 0, WorkerBudgets.Start(settings.Pipeline).Total));
    }
}
