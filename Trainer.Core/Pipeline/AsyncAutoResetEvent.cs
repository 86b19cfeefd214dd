using System.Threading.Tasks.Sources;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Lets one go on each time it is set; set while nobody waits, it lets the next one through. Safe from any thread, but
/// only one at a time may wait. Allocates nothing.
/// </summary>
/// <remarks>
/// Who waits goes on at once, on the thread that sets the event. What the pipeline does then takes a few microseconds,
/// less than to wake a thread for it; and when every thread of the pool is at work, none would come until they have run
/// out of it.
/// </remarks>
internal sealed class AsyncAutoResetEvent : IValueTaskSource
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _wait;
    private CancellationTokenRegistration _cancellation;
    private bool _isSet;
    private bool _isAwaited;

    /// <summary>Waits until the event is set, and resets it.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">Another waits already.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public ValueTask WaitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            if (_isAwaited)
            {
                throw new InvalidOperationException(
                    "Two wait for the same, such as the next batch; only one at a time may.");
            }

            _isAwaited = true;
            _wait.Reset();
        }

        // Registered outside the lock: with a token that is cancelled by now, the call ends the wait at once.
        var waiting = new ValueTask(this, _wait.Version);
        _cancellation = cancellation.UnsafeRegister(
            static (self, token) => ((AsyncAutoResetEvent)self!).EndWait(token), this);
        return waiting;
    }

    /// <summary>Lets one go on.</summary>
    public void Set()
    {
        lock (_lock)
        {
            if (!_isAwaited)
            {
                _isSet = true;
                return;
            }

            _isAwaited = false;
        }

        _wait.SetResult(true);
    }

    /// <inheritdoc/>
    void IValueTaskSource.GetResult(short token)
    {
        // Waits for a cancellation that is under way, which might take the next wait for this one.
        _cancellation.Dispose();
        _wait.GetResult(token);
    }

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

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

        _wait.SetException(new OperationCanceledException(cancellation));
    }
}
