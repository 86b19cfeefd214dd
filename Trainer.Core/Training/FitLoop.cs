using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;

namespace Trainer.Core.Training;

/// <summary>Epochs of steps with their validations and callbacks: the loop inside <c>Fit</c>.</summary>
internal sealed class FitLoop(Model model, BatchSource training, FitOptions options, CancellationToken cancellation)
{
    private readonly CallbackList _callbacks = new(model, options.Callbacks, options.Verbose);

    /// <summary>Losses and metrics of the epochs that have ended.</summary>
    public History History { get; } = new();

    /// <summary>Trains; on the Torch thread.</summary>
    public History Run()
    {
        (BatchSource trained, BatchSource? validated) = options.ValidationSplit > 0
            ? training.Split(options.ValidationSplit)
            : (training, options.ValidationData);
        using IBatchReader reader = trained.Open(new ReadingPlan(options.BatchSize, options.Shuffle, options.Seed, options.StepsPerEpoch));
        using IBatchReader? validation = validated?.Open(
            new ReadingPlan(options.ValidationBatchSize ?? options.BatchSize, Steps: options.ValidationSteps));
        using ClassWeights? classWeights = options.ClassWeight is { Count: > 0 } weights ? new ClassWeights(weights, model.Device) : null;

        _callbacks.Call(callback => callback.OnTrainBegin());
        for (int epoch = options.InitialEpoch; epoch < options.Epochs && !model.StopTraining; epoch++)
        {
            RunEpoch(epoch, reader, validation, classWeights);
        }

        _callbacks.Call(callback => callback.OnTrainEnd());
        return History;
    }

    private void RunEpoch(int epoch, IBatchReader reader, IBatchReader? validation, ClassWeights? classWeights)
    {
        reader.BeginEpoch(epoch);
        _callbacks.Inform(new TrainingParameters(options.Epochs, reader.Steps, validation is null ? 0 : options.ValidationFrequency));
        _callbacks.Call(callback => callback.OnEpochBegin(epoch));
        var logs = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        var figures = new Figures(model.Metrics);
        for (int step = 0; !model.StopTraining && reader.Read(cancellation) is { } batch; step++)
        {
            using (batch)
            {
                model.CurrentBatch = batch;
                _callbacks.Call(callback => callback.OnTrainBatchBegin(step));
                figures.Add(model.Train(batch, classWeights));
                model.CurrentBatch = null;
            }

            figures.Log(logs);
            _callbacks.Call(callback => callback.OnTrainBatchEnd(step, logs));
            cancellation.ThrowIfCancellationRequested();
        }

        if (!model.StopTraining)
        {
            model.RequireFiniteState(epoch);
        }

        if (validation is not null && (epoch + 1) % options.ValidationFrequency == 0)
        {
            new TestLoop(model, validation, _callbacks, cancellation).Run(epoch).Log(logs, "val_");
        }

        History.Add(epoch, logs);
        _callbacks.Call(callback =>
        {
            callback.OnEpochEnd(epoch, logs);
            History.Amend(logs);
        });
    }
}
