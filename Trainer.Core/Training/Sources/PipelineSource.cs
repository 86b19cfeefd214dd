using Trainer.Core.Pipeline;

namespace Trainer.Core.Training.Sources;

/// <summary>The batches of a pipeline.</summary>
internal sealed class PipelineSource(InputPipeline pipeline) : BatchSource
{
    /// <inheritdoc/>
    internal override IBatchReader Open(ReadingPlan plan) => new Reader(pipeline, plan.Steps ?? pipeline.StepsPerEpoch);

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
                Batch batch = pipeline.Take(cancellation) ?? throw new InvalidOperationException(
                    $"The pipeline over {pipeline.Dataset.Name} ended in epoch {_epoch + 1} before step {_step + 1} of {steps}. Give it as many Epochs as Fit.");
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
