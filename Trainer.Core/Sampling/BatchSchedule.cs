namespace Trainer.Core.Sampling;

/// <summary>
/// Which samples make up which batch: a pure function of (epoch, step), so that a run can be taken up anywhere.
/// </summary>
/// <remarks>
/// Two kinds. <i>Exact epochs</i> deliver every row once; the last batch is short, unless it is dropped. <i>Keras'
/// endless stream</i>, chosen by giving <c>stepsPerEpoch</c>, delivers full batches, wraps at the end of the data set
/// and goes on where the last epoch stopped.
/// <para>
/// Shards, for data-parallel training, are every <c>worldSize</c>-th sample of the same order. The shards of an epoch
/// are disjoint, cover it, and have the same number of steps: their sizes differ by one at most, and where that one
/// sample would make one more step it is joined to the batch before it.
/// </para>
/// </remarks>
public sealed class BatchSchedule
{
    private readonly TraversalOrder _order;
    private readonly bool _endless;
    private readonly int _lastBatchSize;
    private readonly int _rank;
    private readonly int _worldSize;

    /// <summary>Makes a schedule.</summary>
    /// <param name="order">The order of the rows.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="stepsPerEpoch">
    /// Null for exact epochs; the steps of an epoch, at least 1, for the endless stream.
    /// </param>
    /// <param name="dropRemainder">Exact epochs: leave out the short last batch.</param>
    /// <param name="joinSingleRemainder">
    /// Exact epochs: a last batch of one sample is joined to the batch before it. Batch normalisation cannot learn from
    /// a single sample.
    /// </param>
    /// <param name="rank">The shard, 0 to <paramref name="worldSize"/> − 1.</param>
    /// <param name="worldSize">How many shards there are, at least 1.</param>
    /// <exception cref="ArgumentException">
    /// The remainder is dropped and no batch is left, or there are more shards than rows.
    /// </exception>
    public BatchSchedule(
        TraversalOrder order,
        int batchSize,
        int? stepsPerEpoch = null,
        bool dropRemainder = false,
        bool joinSingleRemainder = false,
        int rank = 0,
        int worldSize = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (stepsPerEpoch is { } steps)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps, nameof(stepsPerEpoch));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(worldSize);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, worldSize);
        if (worldSize > order.Count)
        {
            throw new ArgumentException(
                $"{order.Count} rows cannot be shared among {worldSize} ranks; each needs one at least.",
                nameof(worldSize));
        }

        _order = order;
        _rank = rank;
        _worldSize = worldSize;
        BatchSize = batchSize;

        if (stepsPerEpoch is not null)
        {
            _endless = true;
            StepsPerEpoch = stepsPerEpoch.Value;
            _lastBatchSize = batchSize;
            return;
        }

        // Every rank must have the same steps, those of the smallest shard. The largest may have one sample more; where
        // it would take one more step, it goes into the last batch.
        int smallest = order.Count / worldSize;
        int largest = (order.Count + worldSize - 1) / worldSize;
        StepsPerEpoch = dropRemainder ? smallest / batchSize : CountSteps(smallest);
        if (joinSingleRemainder
            && !dropRemainder
            && StepsPerEpoch > 1
            && smallest % batchSize == 1
            && CountSteps(largest) == StepsPerEpoch)
        {
            StepsPerEpoch--;
        }

        int rows = (order.Count - rank + worldSize - 1) / worldSize;
        _lastBatchSize = dropRemainder ? batchSize : rows - ((StepsPerEpoch - 1) * batchSize);
        if (StepsPerEpoch == 0)
        {
            throw new ArgumentException(
                $"With DropRemainder the {smallest} rows give no batch of {batchSize}: "
                    + $"use a BatchSize of {smallest} or less, or keep the remainder.",
                nameof(dropRemainder));
        }
    }

    /// <summary>Samples per batch, but for the last one of an exact epoch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches per epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>
    /// The size of the largest batch: <see cref="BatchSize"/>, or a little more where a remainder is joined.
    /// </summary>
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
        long inShard = ((long)step * BatchSize) + position;
        if (!_endless)
        {
            return new ScheduledSample(epoch, _order.RowAt(epoch, (int)((inShard * _worldSize) + _rank)));
        }

        long inStream = (((long)epoch * StepsPerEpoch * BatchSize) + inShard) * _worldSize + _rank;
        (long pass, long inPass) = Math.DivRem(inStream, _order.Count);
        return new ScheduledSample((int)pass, _order.RowAt((int)pass, (int)inPass));
    }

    private int CountSteps(int rows) => (rows + BatchSize - 1) / BatchSize;
}
