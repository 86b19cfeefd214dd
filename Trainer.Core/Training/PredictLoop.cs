using Trainer.Core.Training.Sources;

namespace Trainer.Core.Training;

/// <summary>One pass over data that keeps what the network says: <c>Predict</c>.</summary>
internal sealed class PredictLoop(
    Model model, IBatchReader reader, CallbackList callbacks, CancellationToken cancellation)
{
    /// <summary>Reads an epoch; on the Torch thread.</summary>
    public Predictions Run()
    {
        using IDisposable averaged = model.UseAveragedWeights();
        var rows = new List<int>();
        var labels = new List<int>();
        var values = new List<float>();
        reader.BeginEpoch(0);
        callbacks.Call(callback => callback.OnPredictBegin());
        for (int step = 0; reader.Read(cancellation) is { } batch; step++)
        {
            using (batch)
            {
                callbacks.Call(callback => callback.OnPredictBatchBegin(step));
                values.AddRange(model.Predict(batch));
                labels.AddRange(Model.ClassesOf(batch));
                if (batch.Rows.IsEmpty)
                {
                    rows.AddRange(Enumerable.Range(rows.Count, batch.Count));
                }
                else
                {
                    rows.AddRange(batch.Rows);
                }
            }

            callbacks.Call(callback => callback.OnPredictBatchEnd(step));
            cancellation.ThrowIfCancellationRequested();
        }

        callbacks.Call(callback => callback.OnPredictEnd());
        return new Predictions([.. rows], [.. labels], [.. values], rows.Count == 0 ? 0 : values.Count / rows.Count);
    }
}
