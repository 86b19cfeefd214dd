using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Trainer.Core.Pipeline;

/// <summary>
/// A fixed number of reusable objects; who wants one when all are in use waits. Safe from any thread, but only one at a
/// time may wait.
/// </summary>
/// <remarks>
/// Who waits goes on at once, on the thread that gives an object back (<see cref="AsyncAutoResetEvent"/>).
/// </remarks>
internal sealed class BoundedPool<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Stack<T> _free;
    private readonly AsyncAutoResetEvent _returned = new();

    /// <summary>
    /// Takes over objects that were made at once, so that memory is set by the options from the first step on.
    /// </summary>
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

    /// <summary>
    /// Takes a free object, the one used last first, for its memory is the likeliest to be in the cache.
    /// </summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">Another waits already.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> RentAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        T? item;
        while (!TryTake(out item))
        {
            await _returned.WaitAsync(cancellation).ConfigureAwait(false);
        }

        return item;
    }

    /// <summary>Gives an object back.</summary>
    public void Return(T item)
    {
        lock (_lock)
        {
            _free.Push(item);
        }

        _returned.Set();
    }

    private bool TryTake([NotNullWhen(true)] out T? item)
    {
        lock (_lock)
        {
            return _free.TryPop(out item);
        }
    }
}
