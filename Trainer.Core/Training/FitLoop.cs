using Trainer.Core.Checkpoints;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;
using static TorchSharp.torch;

namespace Trainer.Core.Training;

/// <summary>Epochs of steps with their validations and callbacks: the loop inside <c>Fit</c>.</summary>
internal sealed class FitLoop(Model model, BatchSource training, FitOptions options, CancellationToken cancellation) : IStateful
{
    private readonly CallbackList _callbacks = new(model, options.Callbacks, options.Verbose);

    // What comes next: the step that was not taken yet, and the figures of those before it.
    private Figures _figures = new(model.Metrics);
    private int _epoch;
    private int _step;

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

        _epoch = options.InitialEpoch;
        if (options.InitialState is not null)
        {
            LoadState(options.InitialState);
        }

        _callbacks.Call(callback => callback.OnTrainBegin());
        while (_epoch < options.Epochs && !model.StopTraining)
        {
            RunEpoch(_epoch, reader, validation, classWeights);
        }

        _callbacks.Call(callback => callback.OnTrainEnd());
        return History;
    }

    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        model.SaveState(state.Section("model"));
        using (Tensor generator = random.get_rng_state())
        {
            state.Set("generator", generator);
        }

        state.Set("epoch", _epoch);
        state.Set("step", _step);
        state.Set("stopped", model.StopTraining ? 1 : 0);
        _figures.SaveState(state.Section("figures"));
        History.SaveState(state.Section("history"));
        foreach ((string name, IStateful callback) in StatefulCallbacks())
        {
            callback.SaveState(state.Section("callbacks").Section(name));
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        model.LoadState(state.Section("model"));
        using (Tensor generator = random.get_rng_state())
        {
            state.CopyTo("generator", generator);
            random.set_rng_state(generator);
        }

        _epoch = (int)state.GetInt64("epoch");
        _step = (int)state.GetInt64("step");
        model.StopTraining = state.GetInt64("stopped") != 0;
        _figures.LoadState(state.Section("figures"));
        History.LoadState(state.Section("history"));
        foreach ((string name, IStateful callback) in StatefulCallbacks())
        {
            callback.LoadState(state.Section("callbacks").Section(name));
        }
    }

    private IEnumerable<(string Name, IStateful Callback)> StatefulCallbacks() => options.Callbacks
        .OfType<IStateful>().Select((callback, index) => ($"{index}.{callback.GetType().Name}", callback));

    private void RunEpoch(int epoch, IBatchReader reader, IBatchReader? validation, ClassWeights? classWeights)
    {
        reader.BeginEpoch(epoch, _step);
        _callbacks.Inform(new TrainingParameters(options.Epochs, reader.Steps, validation is null ? 0 : options.ValidationFrequency));
        _callbacks.Call(callback => callback.OnEpochBegin(epoch));
        var logs = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        if (_step > 0)
        {
            // Taken up in mid-epoch, perhaps behind its last step.
            _figures.Log(logs);
        }

        while (!model.StopTraining && reader.Read(cancellation) is { } batch)
        {
            int step = _step;
            using (batch)
            {
                model.CurrentBatch = batch;
                _callbacks.Call(callback => callback.OnTrainBatchBegin(step));
                _figures.Add(model.Train(batch, classWeights));
                model.CurrentBatch = null;
            }

            _figures.Log(logs);
            _step++;
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
        (_epoch, _step, _figures) = (epoch + 1, 0, new Figures(model.Metrics));
        _callbacks.Call(callback =>
        {
            callback.OnEpochEnd(epoch, logs);
            History.Amend(logs);
        });
    }
}
