using Trainer.Core.Checkpoints;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Telemetry;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;

namespace Trainer.Core.Training;

/// <summary>Epochs of steps with their validations and callbacks: the loop inside <c>Fit</c>.</summary>
internal sealed class FitLoop
{
    private readonly Model _model;
    private readonly BatchSource _training;
    private readonly FitOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly CallbackList _callbacks;
    private readonly FitProgress _progress;
    private readonly CheckpointWriter? _checkpoints;

    // What the training is still to take up.
    private StateDictionary? _resume;

    // The batch that it then goes on with, until that has come.
    private PipelinePosition? _firstBatch;

    public FitLoop(Model model, BatchSource training, FitOptions options, CancellationToken cancellation)
    {
        _model = model;
        _training = training;
        _options = options;
        _cancellation = cancellation;
        _callbacks = new CallbackList(model, options.Callbacks, options.Verbose);
        _progress = new FitProgress(model, History, options.Callbacks);
        _checkpoints = options.Checkpoints is { } checkpoints ? new CheckpointWriter(checkpoints) : null;
        _resume = options.ResumeFrom;
        _firstBatch = _resume is null ? null : FitState.NextBatch(_resume);
    }

    /// <summary>Losses and metrics of the epochs that have ended.</summary>
    public History History { get; } = new();

    /// <summary>Trains; on the Torch thread.</summary>
    public History Run()
    {
        (BatchSource trained, BatchSource? validated) = _options.ValidationSplit > 0
            ? _training.Split(_options.ValidationSplit)
            : (_training, _options.ValidationData);
        using IBatchReader reader = trained.Open(
            new ReadingPlan(_options.BatchSize, _options.Shuffle, _options.Seed, _options.StepsPerEpoch, _model.Ahead));
        using IBatchReader? validation = validated?.Open(
            new ReadingPlan(
                _options.ValidationBatchSize ?? _options.BatchSize,
                Steps: _options.ValidationSteps,
                Ahead: _model.Ahead));
        using ClassWeights? classWeights = _options.ClassWeight is { Count: > 0 } weights
            ? new ClassWeights(weights, _model.Device)
            : null;

        _model.BeginMeasuring(_options.SynchronizeTelemetry);
        _callbacks.Call(callback => callback.OnTrainBegin());
        (int first, int step, bool inEpoch) = _resume is null
            ? (_options.InitialEpoch, 0, false)
            : FitState.Position(_resume);
        _progress.StandBefore(first, step, figures: null, steps: null);
        if (!inEpoch)
        {
            TakeUp();
        }

        try
        {
            for (int epoch = first; epoch < _options.Epochs && !_model.StopTraining; epoch++)
            {
                RunEpoch(epoch, epoch == first ? step : 0, reader, validation, classWeights);
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            // Steps are not cut in two, so the training stands before one, or before a validation.
            _checkpoints?.Write(_progress.SaveState);
            throw;
        }
        finally
        {
            _progress.Figures?.Discard();
            _model.Steps.EndStep(samples: 0);
        }

        _callbacks.Call(callback => callback.OnTrainEnd());
        return History;
    }

    private void RunEpoch(
        int epoch, int firstStep, IBatchReader reader, IBatchReader? validation, ClassWeights? classWeights)
    {
        reader.BeginEpoch(epoch, firstStep);
        _callbacks.Inform(
            new TrainingParameters(
                _options.Epochs, reader.Steps, validation is null ? 0 : _options.ValidationFrequency));
        _callbacks.Call(callback => callback.OnEpochBegin(epoch));
        var logs = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        var figures = new Figures(_model.Metrics);
        var stepLogs = new StepLogs(logs, figures);
        _progress.StandBefore(epoch, firstStep, figures, reader.Steps);
        TakeUp();
        for (int step = firstStep; !_model.StopTraining && ReadBatch(reader) is { } batch; step++)
        {
            int samples = batch.Count;
            using (batch)
            {
                RequirePlace(batch);
                _model.CurrentBatch = batch;
                _model.SeedDropout(epoch, step);
                _model.Steps.Enter(StepPart.Callbacks);
                _callbacks.Call(callback => callback.OnTrainBatchBegin(step));
                figures.Add(_model.Train(batch, classWeights));
                _model.CurrentBatch = null;
            }

            _model.Steps.Enter(StepPart.Callbacks);
            _callbacks.Call(callback => callback.OnTrainBatchEnd(step, stepLogs));
            _progress.StandBefore(epoch, step + 1, figures, reader.Steps);
            _cancellation.ThrowIfCancellationRequested();
            if (_checkpoints?.CountStep() == true)
            {
                _checkpoints.Write(_progress.SaveState);
            }

            if (!reader.HasNext || step + 1 == reader.Steps)
            {
                // There is nothing to launch meanwhile: what the device is still at is waited for as its work, not as a
                // lack of data.
                figures.Settle();
            }

            _model.Steps.EndStep(samples);
        }

        figures.Settle();
        if (figures.Samples > 0)
        {
            figures.Log(logs);
        }

        if (!_model.StopTraining)
        {
            _model.RequireFiniteState(epoch);
        }

        if (validation is not null && (epoch + 1) % _options.ValidationFrequency == 0)
        {
            new TestLoop(_model, validation, _callbacks, _cancellation).Run(epoch).Log(logs, "val_");
        }

        History.Add(epoch, logs);
        _callbacks.Call(callback =>
        {
            callback.OnEpochEnd(epoch, logs);
            History.Amend(logs);
        });
        _progress.StandBefore(epoch + 1, 0, figures: null, reader.Steps);
        if (_checkpoints?.CountEpoch() == true)
        {
            _checkpoints.Write(_progress.SaveState);
        }
    }

    /// <summary>
    /// Refuses a pipeline that stands elsewhere than the training that was taken up: it would go on, silently, with
    /// other data.
    /// </summary>
    private void RequirePlace(SampleBatch batch)
    {
        if (_firstBatch is { } expected && batch.Position is { } position && position != expected)
        {
            throw new InvalidOperationException(
                $"The checkpoint goes on with batch {expected}, but the pipeline's next batch is {position}. "
                + "Make the pipeline with "
                + $"{nameof(InputPipelineOptions)}.{nameof(InputPipelineOptions.Start)} = "
                + $"{nameof(FitState)}.{nameof(FitState.NextBatch)}(checkpoint).");
        }

        _firstBatch = null;
    }

    /// <summary>Begins a step, if there is a batch for it.</summary>
    private SampleBatch? ReadBatch(IBatchReader reader)
    {
        // A batch that is ready would be handed out all the same.
        _cancellation.ThrowIfCancellationRequested();
        _model.Steps.BeginStep();
        SampleBatch? batch = reader.Read(_cancellation);
        if (batch is null)
        {
            _model.Steps.EndStep(samples: 0);
        }

        return batch;
    }

    /// <summary>
    /// Takes up the saved training, once, where it stood: in an epoch whose beginning the callbacks have seen, or
    /// between two.
    /// </summary>
    private void TakeUp()
    {
        if (_resume is not null)
        {
            _progress.LoadState(_resume);
            _resume = null;
        }
    }
}
