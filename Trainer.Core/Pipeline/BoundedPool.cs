using System.Threading.Tasks.Sources;

namespace Trainer.Core.Pipeline;

/// <summary>
/// A fixed number of reusable objects; who wants one when all are in use waits. Safe from any thread, but only one at a time may wait.
/// </summary>
/// <remarks>
/// Who waits goes on at once, on the thread that gives an object back. To schedule the rows of a chunk takes a few microseconds, less
/// than to wake a thread for it; and when every thread of the pool is at work, none would come until they have run out of it.
/// </remarks>
internal sealed class BoundedPool<T> : IValueTaskSource<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Stack<T> _free;
    private ManualResetValueTaskSourceCore<T> _handOver;
    private CancellationTokenRegistration _cancellation;
    private bool _isAwaited;

    /// <summary>Takes over objects that were made at once, so that memory is set by the options from the first step on.</summary>
    public BoundedPool(IReadOnlyCollection<T> items)
    {
        Count = items.Count;
        _free = new Stack<T>(items);
    }

    /// <summary>How many objects there are, free and in use.</summary>
    public int Count { get; }

    /// <summary>How many are free.</summary>
    public int Free
    {
        get
        {
            lock (_lock)
            {
                return _free.Count;
            }
        }
    }

    /// <summary>Takes a free object, the one used last first, for its memory is the likeliest to be in the cache.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">Another waits already.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public ValueTask<T> RentAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_free.TryPop(out T? item))
            {
                return ValueTask.FromResult(item);
            }

            if (_isAwaited)
            {
                throw new InvalidOperationException($"Two wait for a {typeof(T).Name}; the pool serves one at a time.");
            }

            _isAwaited = true;
            _handOver.Reset();
        }

        // Registered outside the lock: with a token that is cancelled by now, the call ends the wait at once.
        var waiting = new ValueTask<T>(this, _handOver.Version);
        _cancellation = cancellation.UnsafeRegister(static (pool, token) => ((BoundedPool<T>)pool!).EndWait(token), this);
        return waiting;
    }

    /// <summary>Gives an object back, or to the one who waits for it.</summary>
    public void Return(T item)
    {
        lock (_lock)
        {
            if (!_isAwaited)
            {
                _free.Push(item);
                return;
            }

            _isAwaited = false;
        }

        _handOver.SetResult(item);
    }

    /// <inheritdoc/>
    T IValueTaskSource<T>.GetResult(short token)
    {
        _cancellation.Unregister();
        return _handOver.GetResult(token);
    }

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _handOver.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource<T>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _handOver.OnCompleted(continuation, state, token, flags);

    private void EndWait(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_isAwaited)
            {
                return;
            }

            _isAwaited = false;
        }

        _handOver.SetException(new OperationCanceledException(cancellation));
    }
}
