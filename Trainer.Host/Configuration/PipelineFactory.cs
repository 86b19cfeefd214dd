using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;

namespace Trainer.Host.Configuration;

/// <summary>Turns settings into the options of the two pipelines of a run.</summary>
internal static class PipelineFactory
{
    /// <summary>The pipeline that training eats from.</summary>
    public static InputPipelineOptions ForTraining(TrainerSettings settings, PipelinePosition start = default) =>
        Common(settings) with
        {
            WorkerBudget = WorkerBudgets.CpuBudget(settings.Pipeline),
            Start = start,
            Shuffle = settings.Pipeline.Shuffle,
            ShuffleBuffer = settings.Pipeline.ShuffleBuffer,
            DropRemainder = settings.Pipeline.DropRemainder,
            StepsPerEpoch = settings.Pipeline.StepsPerEpoch,
            Epochs = settings.Training.Epochs,
        };

    /// <summary>The pipeline for the validation after each epoch: file order.</summary>
    public static InputPipelineOptions ForValidation(TrainerSettings settings, PipelinePosition start = default) =>
        Common(settings) with
        {
            Name = "validation",
            Start = start,
            StepsPerEpoch = settings.Pipeline.ValidationSteps,
            Epochs = settings.Training.Epochs,
        };

    /// <summary>A pipeline that delivers each row once, in file order.</summary>
    public static InputPipelineOptions ForPrediction(TrainerSettings settings) => Common(settings) with
    {
        Name = "prediction",
        Epochs = 1,
        WorkerGroup = WorkerBudgets.Group(settings.Pipeline),
    };

    private static InputPipelineOptions Common(TrainerSettings settings) => new()
    {
        BatchSize = settings.Training.BatchSize,
        Seed = (ulong)settings.Training.Seed,
        ParseWorkers = WorkerBudgets.Start(settings.Pipeline).Parse,
        AugmentWorkers = WorkerBudgets.Start(settings.Pipeline).Augment,
        MaxQueueSize = settings.Pipeline.MaxQueueSize,
        ConsumerBatches = settings.Pipeline.ConsumerBatches,
        ChunkSize = settings.Pipeline.ChunkSize,
        StallTimeout = settings.Pipeline.StallTimeout,
        BadRows = settings.Data.BadRows,
        BadRowLimit = settings.Data.ToBadRowLimit(),
    };
}
