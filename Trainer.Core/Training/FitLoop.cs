using Trainer.Core.Pipeline;
using Trainer.Core.Training.Callbacks;

namespace Trainer.Core.Training;

/// <summary>Epochs of steps with their validations and callbacks: the loop inside <see cref="Model.Fit"/>.</summary>
internal sealed class FitLoop(
    Model model,
    InputPipeline training,
    InputPipeline? validation,
    IReadOnlyList<Callback> callbacks,
    CancellationToken cancellation)
{
    /// <summary>Losses and metrics of the epochs that have ended.</summary>
    public History History { get; } = new();

    /// <summary>Trains; on the Torch thread.</summary>
    public History Run(int initialEpoch, int epochs)
    {
        foreach (Callback callback in callbacks)
        {
            callback.Model = model;
        }

        Call(callback => callback.OnTrainBegin());
        for (int epoch = initialEpoch; epoch < epochs && !model.StopTraining; epoch++)
        {
            RunEpoch(epoch);
        }

        Call(callback => callback.OnTrainEnd());
        return History;
    }

    private void RunEpoch(int epoch)
    {
        Call(callback => callback.OnEpochBegin(epoch));
        var logs = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        var means = new RunningMeans();
        for (int step = 0; step < training.StepsPerEpoch; step++)
        {
            Call(callback => callback.OnTrainBatchBegin(step));
            using (Batch batch = Take(training, epoch, step))
            {
                means.Add(model.TrainOnBatch(batch));
            }

            means.Log(logs);
            Call(callback => callback.OnTrainBatchEnd(step, logs));
            cancellation.ThrowIfCancellationRequested();
        }

        model.RequireFiniteState(epoch);
        if (validation is not null)
        {
            Validate(validation, epoch, logs);
        }

        History.Add(epoch, logs);
        Call(callback => callback.OnEpochEnd(epoch, logs));
    }

    private void Validate(InputPipeline data, int epoch, OrderedDictionary<string, double> logs)
    {
        using IDisposable averaged = model.UseAveragedWeights();
        Call(callback => callback.OnTestBegin());
        var means = new RunningMeans();
        for (int step = 0; step < data.StepsPerEpoch; step++)
        {
            using Batch batch = Take(data, epoch, step);
            means.Add(model.TestOnBatch(batch));
            cancellation.ThrowIfCancellationRequested();
        }

        means.Log(logs, "val_");
        Call(callback => callback.OnTestEnd(logs));
    }

    private Batch Take(InputPipeline data, int epoch, int step) => data.Take(cancellation)
        ?? throw new InvalidOperationException(
            $"The pipeline over {data.Dataset.Name} ended in epoch {epoch + 1} before step {step + 1} of {data.StepsPerEpoch}. Give it as many Epochs as Fit.");

    private void Call(Action<Callback> hook)
    {
        foreach (Callback callback in callbacks)
        {
            hook(callback);
        }
    }
}
