using Trainer.Core.Pipeline;
using Trainer.Core.Pipeline.Tuning;
using Trainer.Core.Telemetry;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;

namespace Trainer.Host.Inputs;

/// <summary>Chooses the training pipeline's workers anew after each epoch, and says so with the reason.</summary>
internal sealed class WorkerTuning(
    InputPipeline pipeline, TuningLimits limits, WorkerSplit start, Action<string> say, TimeProvider time) : Callback
{
    private readonly List<TuningObservation> _seen = [];
    private WorkerSplit _workers = start;
    private PipelineStatistics _before = pipeline.ReadStatistics();
    private TimeSpan _waitedBefore;
    private long _began;
    private TimeSpan _trained;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        _before = pipeline.ReadStatistics();
        _waitedBefore = Model.ReadStepStatistics().DataWait;
        _began = time.GetTimestamp();
    }

    /// <summary>
    /// Marks the end of the training so far: what comes behind the last step of an epoch is no training.
    /// </summary>
    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, StepLogs logs) => _trained = time.GetElapsedTime(_began);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
        PipelineStatistics now = pipeline.ReadStatistics();
        if (now.BatchesTaken == _before.BatchesTaken || _trained <= TimeSpan.Zero)
        {
            return;
        }

        // The trainer's wait, not that of the pipeline's consumer: on a GPU that is whoever copies batches ahead.
        TimeSpan waited = Model.ReadStepStatistics().DataWait - _waitedBefore;
        _seen.Add(TuningObservation.Between(_before, now, _trained, waited, _workers));
        TuningDecision decision = Autotuner.Decide(_seen, limits);
        say($"Workers after epoch {epoch + 1}: {decision.Reason}");
        if (decision.Workers != _workers)
        {
            pipeline.SetWorkers(decision.Workers.Parse, decision.Workers.Augment);
            _workers = decision.Workers;
        }
    }
}
