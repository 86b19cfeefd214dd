namespace Trainer.Core.Sampling;

/// <summary>
/// Which samples make up which batch: a pure function of (epoch, step), so that a run can be taken up anywhere.
/// </summary>
/// <remarks>
/// Two kinds. <i>Exact epochs</i> deliver every row once; the last batch is short, unless it is dropped. <i>Keras'
/// endless stream</i>, chosen by giving <c>stepsPerEpoch</c>, delivers full batches, wraps at the end of the data set and
/// goes on where the last epoch stopped.
/// </remarks>
public sealed class BatchSchedule
{
    private readonly TraversalOrder _order;
    private readonly bool _endless;
    private readonly int _lastBatchSize;

    /// <summary>Makes a schedule.</summary>
    /// <param name="order">The order of the rows.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="stepsPerEpoch">Null for exact epochs; the steps of an epoch, at least 1, for the endless stream.</param>
    /// <param name="dropRemainder">Exact epochs: leave out the short last batch.</param>
    /// <param name="joinSingleRemainder">
    /// Exact epochs: a last batch of one sample is joined to the batch before it. Batch normalisation cannot learn from a
    /// single sample.
    /// </param>
    /// <exception cref="ArgumentException">The remainder is dropped and no batch is left.</exception>
    public BatchSchedule(
        TraversalOrder order,
        int batchSize,
        int? stepsPerEpoch = null,
        bool dropRemainder = false,
        bool joinSingleRemainder = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (stepsPerEpoch is { } steps)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps, nameof(stepsPerEpoch));
        }

        _order = order;
        BatchSize = batchSize;
        (int full, int remainder) = Math.DivRem(order.Count, batchSize);
        if (stepsPerEpoch is not null)
        {
            _endless = true;
            StepsPerEpoch = stepsPerEpoch.Value;
            _lastBatchSize = batchSize;
        }
        else if (remainder == 0 || dropRemainder)
        {
            StepsPerEpoch = full;
            _lastBatchSize = batchSize;
        }
        else if (remainder == 1 && joinSingleRemainder && full > 0)
        {
            StepsPerEpoch = full;
            _lastBatchSize = batchSize + 1;
        }
        else
        {
            StepsPerEpoch = full + 1;
            _lastBatchSize = remainder;
        }

        if (StepsPerEpoch == 0)
        {
            throw new ArgumentException(
                $"With DropRemainder the {order.Count} rows give no batch of {batchSize}: use a BatchSize of {order.Count} or less, or keep the remainder.",
                nameof(dropRemainder));
        }
    }

    /// <summary>Samples per batch, but for the last one of an exact epoch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches per epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The size of the largest batch: <see cref="BatchSize"/>, or one more where a single sample is joined.</summary>
    public int MaxBatchSize => Math.Max(BatchSize, _lastBatchSize);

    /// <summary>How many samples an epoch delivers.</summary>
    public long SamplesPerEpoch => ((long)(StepsPerEpoch - 1) * BatchSize) + _lastBatchSize;

    /// <summary>The number of samples of a step.</summary>
    /// <param name="step">0 to <see cref="StepsPerEpoch"/> − 1.</param>
    public int BatchSizeAt(int step) => step == StepsPerEpoch - 1 ? _lastBatchSize : BatchSize;

    /// <summary>One sample of a batch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="step">0 to <see cref="StepsPerEpoch"/> − 1.</param>
    /// <param name="position">The position in the batch, 0 to <see cref="BatchSizeAt"/> − 1.</param>
    public ScheduledSample SampleAt(int epoch, int step, int position)
    {
        long inEpoch = ((long)step * BatchSize) + position;
        if (!_endless)
        {
            return new ScheduledSample(epoch, _order.RowAt(epoch, (int)inEpoch));
        }

        (long pass, long inPass) = Math.DivRem(((long)epoch * StepsPerEpoch * BatchSize) + inEpoch, _order.Count);
        return new ScheduledSample((int)pass, _order.RowAt((int)pass, (int)inPass));
    }
}
