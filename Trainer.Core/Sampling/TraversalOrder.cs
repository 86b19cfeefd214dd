using Trainer.Augment.Randomness;

namespace Trainer.Core.Sampling;

/// <summary>
/// Which row stands at which position of an epoch: a pure function of the seed, the epoch and the position.
/// </summary>
public sealed class TraversalOrder
{
    private readonly Shuffle _shuffle;
    private readonly int _buffer;
    private readonly ulong _seed;

    /// <summary>Makes the order of a data set.</summary>
    /// <param name="count">Rows, at least 1.</param>
    /// <param name="shuffle">How they are put in order.</param>
    /// <param name="buffer">The run's length for <see cref="Shuffle.Buffer"/>, at least 1; not used otherwise.</param>
    /// <param name="seed">The seed.</param>
    public TraversalOrder(int count, Shuffle shuffle, int buffer, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buffer);
        Count = count;
        _shuffle = shuffle;
        _buffer = buffer;
        _seed = seed;
    }

    /// <summary>Rows per epoch.</summary>
    public int Count { get; }

    /// <summary>The row at a position of an epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="position">0 to <see cref="Count"/> − 1.</param>
    public int RowAt(int epoch, int position)
    {
        switch (_shuffle)
        {
            case Shuffle.Full:
                return new IndexPermutation(Count, KeyMixing.Combine(_seed, epoch))[position];
            case Shuffle.Buffer:
                int run = position / _buffer;
                int start = run * _buffer;
                int length = Math.Min(_buffer, Count - start);
                return start + new IndexPermutation(length, KeyMixing.Combine(_seed, epoch, run + 1))[position - start];
            default:
                return position;
        }
    }
}
