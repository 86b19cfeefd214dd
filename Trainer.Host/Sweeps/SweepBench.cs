using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Host.Configuration;

namespace Trainer.Host.Sweeps;

/// <summary>Measures one setting for a short time: the pipeline alone, or feeding a network in training.</summary>
/// <param name="settings">The settings in force; in place of those that are swept come the values to measure.</param>
/// <param name="dataset">The training data.</param>
/// <param name="generator">Augments it.</param>
/// <param name="model">A compiled model; null for the pipeline alone.</param>
/// <param name="time">The clock.</param>
internal sealed class SweepBench(
    TrainerSettings settings, IImageDataset dataset, ImageDataGenerator generator, Model? model, TimeProvider time)
{
    // A budget of one worker has both stages take turns.
    private readonly WorkerGroup? _workers = settings.Pipeline.CpuBudget is { } budget ? new WorkerGroup(budget) : null;

    private readonly HashSet<SkippedRow> _skipped = [];

    /// <summary>
    /// The bad rows that were left out so far, in order; each once, however many settings have met it.
    /// </summary>
    public IReadOnlyList<SkippedRow> Skipped => [.. _skipped.OrderBy(skipped => skipped.Row)];

    /// <summary>Runs a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="length">How long to measure, once what the queue holds at the beginning is used up.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Images per second, and the share of takes that found a batch ready.</returns>
    public (double Rate, double Readiness) Run(SweepSetting setting, TimeSpan length, CancellationToken cancellation)
    {
        if (setting.Threads is { } threads)
        {
            TorchRuntime.ChangeThreads(threads);
        }

        using var pipeline = new InputPipeline(
            dataset,
            generator,
            setting.ApplyTo(PipelineFactory.ForTraining(settings)) with { Epochs = null, WorkerGroup = _workers });
        for (int i = 0; i < (model is null ? 2 * setting.MaxQueueSize : 1); i++)
        {
            Step(pipeline, cancellation);
        }

        PipelineStatistics before = pipeline.ReadStatistics();
        long started = time.GetTimestamp();
        long images = 0;
        TimeSpan elapsed;
        do
        {
            images += Step(pipeline, cancellation);
            elapsed = time.GetElapsedTime(started);
        }
        while (elapsed < length);
        _skipped.UnionWith(pipeline.ReadSkippedRows());
        return (images / elapsed.TotalSeconds, pipeline.ReadStatistics().Since(before).Readiness);
    }

    private int Step(InputPipeline pipeline, CancellationToken cancellation)
    {
        using Batch batch = pipeline.Take(cancellation)!;
        if (model is not null && batch.Count > 1)
        {
            model.TrainOnBatch(batch);
        }

        return batch.Count;
    }
}
