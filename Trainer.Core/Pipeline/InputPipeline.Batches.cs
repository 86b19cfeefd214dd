using System.Runtime.CompilerServices;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline;

/// <content>What the consumer takes.</content>
public sealed partial class InputPipeline
{
    /// <summary>
    /// Takes the next batch, waiting for it if need be. The caller disposes it before it asks for more than
    /// <see cref="InputPipelineOptions.ConsumerBatches"/>.
    /// </summary>
    /// <param name="cancellation">Ends the wait; the pipeline goes on.</param>
    /// <returns>The batch, or null behind the last one.</returns>
    /// <exception cref="DatasetFormatException">A row is not what it should be.</exception>
    /// <exception cref="PipelineStageException">A stage failed otherwise.</exception>
    /// <exception cref="InvalidOperationException">The consumer already holds as many batches as it may.</exception>
    /// <exception cref="PipelineStalledException">
    /// No batch came for <see cref="InputPipelineOptions.StallTimeout"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public Batch? Take(CancellationToken cancellation = default)
    {
        ThrowIfUnable();
        return _queue.TryTake() ?? WaitAsync(cancellation).GetAwaiter().GetResult();
    }

    /// <summary>As <see cref="Take"/>, without holding a thread while it waits.</summary>
    /// <inheritdoc cref="Take"/>
    public async ValueTask<Batch?> ReceiveAsync(CancellationToken cancellation = default)
    {
        ThrowIfUnable();
        return _queue.TryTake() ?? await WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// The batches to the end of the stream, or for ever. Each is disposed when the loop goes on to the next, if the
    /// loop has not done so itself.
    /// </summary>
    /// <inheritdoc cref="Take"/>
    public async IAsyncEnumerable<Batch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await ReceiveAsync(cancellation).ConfigureAwait(false) is { } batch)
        {
            try
            {
                yield return batch;
            }
            finally
            {
                if (!batch.IsDisposed)
                {
                    batch.Dispose();
                }
            }
        }
    }

    private void ThrowIfUnable()
    {
        _fault.ThrowIfFaulted();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        _queue.RequireRoom();
    }

    /// <summary>Waits for the next batch; null at the end of the stream.</summary>
    private async Task<Batch?> WaitAsync(CancellationToken cancellation)
    {
        _graph.IsAwaited = true;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _fault.Token);
            either.CancelAfter(_options.StallTimeout);
            return await _queue.TakeAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whose cancellation was it? The first fault's, the disposal's, the caller's, or that of the watchdog.
            _fault.ThrowIfFaulted();
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            cancellation.ThrowIfCancellationRequested();
            throw new PipelineStalledException(
                _dataset.Name, _options.StallTimeout, _graph.DescribeWork(), _graph.DescribeQueues());
        }
        finally
        {
            _graph.IsAwaited = false;
        }
    }
}
