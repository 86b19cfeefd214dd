using System.Collections.Concurrent;

namespace Trainer.Core.Pipeline;

/// <summary>A fixed number of reusable objects; who wants one when all are in use waits. Safe from any thread.</summary>
internal sealed class BoundedPool<T> : IDisposable
    where T : class
{
    private readonly ConcurrentStack<T> _free;
    private readonly SemaphoreSlim _available;

    /// <summary>Takes over objects that were made at once, so that memory is set by the options from the first step on.</summary>
    public BoundedPool(IReadOnlyCollection<T> items)
    {
        Count = items.Count;
        _free = new ConcurrentStack<T>(items);
        _available = new SemaphoreSlim(Count);
    }

    /// <summary>How many objects there are, free and in use.</summary>
    public int Count { get; }

    /// <summary>How many are free.</summary>
    public int Free => _free.Count;

    /// <summary>Takes a free object, the one used last first, for its memory is the likeliest to be in the cache.</summary>
    public async ValueTask<T> RentAsync(CancellationToken cancellation)
    {
        await _available.WaitAsync(cancellation).ConfigureAwait(false);
        return _free.TryPop(out T? item) ? item : throw new InvalidOperationException("The pool's count and its stack disagree.");
    }

    /// <summary>Gives an object back.</summary>
    public void Return(T item)
    {
        _free.Push(item);
        _available.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _available.Dispose();
}
