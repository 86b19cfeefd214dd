namespace Trainer.Core.Training.Sources;

/// <summary>Batches of the user's own.</summary>
internal sealed class EnumerableSource(IAsyncEnumerable<SampleBatch> batches) : BatchSource
{
    /// <inheritdoc/>
    internal override IBatchReader Open(ReadingPlan plan) => new Reader(batches, plan.Steps);

    private sealed class Reader(IAsyncEnumerable<SampleBatch> batches, int? steps) : IBatchReader
    {
        private IAsyncEnumerator<SampleBatch>? _enumerator;
        private int? _counted;
        private int _epoch;
        private int _step;

        public int? Steps => steps ?? _counted;

        public void BeginEpoch(int epoch, int step = 0)
        {
            if (steps is not null)
            {
                (_epoch, _step) = (epoch, step);
                return;
            }

            Dispose();
            (_epoch, _step) = (epoch, 0);
            while (_step < step)
            {
                Read(CancellationToken.None)?.Dispose();
            }
        }

        public SampleBatch? Read(CancellationToken cancellation)
        {
            if (_step == steps)
            {
                return null;
            }

            _enumerator ??= batches.GetAsyncEnumerator(cancellation);
            if (_enumerator.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            {
                _step++;
                return _enumerator.Current;
            }

            _counted = steps is null && _step > 0 ? _step : throw new InvalidOperationException(
                $"The enumeration of batches ended in epoch {_epoch + 1} after {_step} steps, but "
                + $"{(steps is null ? "each epoch needs one at least" : $"StepsPerEpoch is {steps}")}. "
                + "Let it go on for ever, or give no number of steps and let it begin anew in each epoch.");
            return null;
        }

        public void Dispose()
        {
            _enumerator?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _enumerator = null;
        }
    }
}
