using Trainer.Core.Training.Sources;

namespace Trainer.Core.Training;

/// <summary>One pass over data without training, with the averaged weights: validation and <c>Evaluate</c>.</summary>
internal sealed class TestLoop(
    Model model,
    IBatchReader reader,
    CallbackList callbacks,
    CancellationToken cancellation,
    bool countsConfusion = false)
{
    /// <summary>Reads an epoch; on the Torch thread.</summary>
    public Figures Run(int epoch)
    {
        using IDisposable averaged = model.UseAveragedWeights();
        reader.BeginEpoch(epoch);
        callbacks.Call(callback => callback.OnTestBegin());
        var figures = new Figures(model.Metrics, countsConfusion);
        var logs = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        var stepLogs = new StepLogs(logs, figures);
        try
        {
            for (int step = 0; reader.Read(cancellation) is { } batch; step++)
            {
                using (batch)
                {
                    callbacks.Call(callback => callback.OnTestBatchBegin(step));
                    figures.Add(model.Test(batch));
                }

                callbacks.Call(callback => callback.OnTestBatchEnd(step, stepLogs));
                cancellation.ThrowIfCancellationRequested();
            }

            figures.Log(logs);
        }
        finally
        {
            figures.Discard();
        }

        callbacks.Call(callback => callback.OnTestEnd(logs));
        return figures;
    }
}
