using System.Runtime.ExceptionServices;

namespace Trainer.Core.Pipeline;

/// <summary>
/// The one place where a pipeline's first fault is kept, and the one cancellation that every block and every wait of
/// the pipeline shares. Safe from any thread.
/// </summary>
/// <remarks>
/// TPL Dataflow carries an exception downstream only, and a producer in front of a faulted bounded block waits for
/// ever; hence nothing in the graph faults: a stage raises its fault here, and the cancellation ends all blocks.
/// </remarks>
internal sealed class FaultLatch : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ExceptionDispatchInfo? _fault;

    /// <summary>Cancelled by the first fault and by <see cref="Stop"/>.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Whether a stage failed.</summary>
    public bool IsFaulted => Volatile.Read(ref _fault) is not null;

    /// <summary>Keeps the fault, if it is the first, and stops the pipeline.</summary>
    public void Raise(Exception fault)
    {
        Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(fault), null);
        Stop();
    }

    /// <summary>Stops the pipeline without a fault.</summary>
    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Raised by a delegate that outlived the pipeline's disposal: there is nobody left to stop.
        }
    }

    /// <summary>Throws the first fault, if there is one, as it was thrown.</summary>
    public void ThrowIfFaulted() => Volatile.Read(ref _fault)?.Throw();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
