using Trainer.Core.Pipeline;

namespace Trainer.Core.Training.Sources;

/// <summary>The batches of a pipeline.</summary>
internal sealed class PipelineSource(InputPipeline pipeline) : BatchSource
{
    /// <inheritdoc/>
    internal override IBatchReader Open(ReadingPlan plan)
    {
        int steps = plan.Steps ?? pipeline.StepsPerEpoch;
        return plan.Ahead is { } ahead
            ? new DevicePrefetch(pipeline, steps, ahead.Device, ahead.Link, ahead.Batches)
            : new Reader(pipeline, steps);
    }

    /// <summary>What to throw where a pipeline has fewer batches than an epoch needs.</summary>
    internal static InvalidOperationException EndedEarly(InputPipeline pipeline, int epoch, int step, int steps) => new(
        $"The pipeline over {pipeline.Dataset.Name} ended in epoch {epoch + 1} before step {step + 1} of {steps}. "
        + "Give it as many Epochs as Fit.");

    private sealed class Reader(InputPipeline pipeline, int steps) : IBatchReader
    {
        private int _epoch;
        private int _step;

        public int? Steps => steps;

        public void BeginEpoch(int epoch, int step = 0) => (_epoch, _step) = (epoch, step);

        public SampleBatch? Read(CancellationToken cancellation)
        {
            while (_step < steps)
            {
                Batch batch = pipeline.Take(cancellation) ?? throw EndedEarly(pipeline, _epoch, _step, steps);
                _step++;
                if (batch.Count > 0)
                {
                    return new SampleBatch(batch, owned: true);
                }

                // All of its rows are bad, and skipped.
                batch.Dispose();
            }

            return null;
        }

        public void Dispose()
        {
            // The pipeline stays the caller's.
        }
    }
}
