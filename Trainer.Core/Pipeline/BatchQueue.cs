using System.Threading.Tasks.Dataflow;
using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline;

/// <summary>
/// The end of the pipeline: the finished batches that wait for the consumer, those that it holds, and the meter of
/// both.
/// </summary>
/// <remarks>
/// Batches are put in by one stage and taken by one consumer at a time. Neither waits by the means of the block, which
/// would wake a thread of the pool only to have it wake the one that waits.
/// </remarks>
internal sealed class BatchQueue
{
    private readonly int _mostHeld;
    private readonly BufferBlock<Batch> _ready;
    private readonly AsyncAutoResetEvent _put = new();
    private readonly AsyncAutoResetEvent _taken = new();
    private readonly QueueMeter _meter;
    private readonly List<Batch> _held;
    private readonly Lock _heldLock = new();
    private volatile bool _isComplete;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="options">How many batches may wait, and how many the consumer may hold.</param>
    public BatchQueue(InputPipelineOptions options)
    {
        _mostHeld = options.ConsumerBatches;
        _held = new List<Batch>(_mostHeld);
        _ready = new BufferBlock<Batch>(new DataflowBlockOptions { BoundedCapacity = options.MaxQueueSize });
        _meter = new QueueMeter(StageNames.Prefetch, options.MaxQueueSize, () => _ready.Count)
        {
            IsOn = options.IsMeasured,
        };
    }

    /// <summary>Puts a batch in, when there is room.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="stop">Ends the wait for room.</param>
    public async Task PutAsync(Batch batch, CancellationToken stop)
    {
        while (!_ready.Post(batch))
        {
            await _taken.WaitAsync(stop).ConfigureAwait(false);
        }

        _meter.Put();
        _put.Set();
    }

    /// <summary>No more batches will come.</summary>
    public void Complete()
    {
        _isComplete = true;
        _put.Set();
    }

    /// <summary>Takes a batch if there is one.</summary>
    public Batch? TryTake() => TryTake(asked: null);

    /// <summary>Waits for a batch and takes it.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The batch; null behind the last.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<Batch?> TakeAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long asked = _meter.Ask();
        while (true)
        {
            // Asked before the look at the queue: what is complete by now has all its batches in there.
            bool isComplete = _isComplete;
            if (TryTake(asked) is { } batch)
            {
                return batch;
            }

            if (isComplete)
            {
                return null;
            }

            await _put.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses a consumer that holds all that it may.</summary>
    /// <exception cref="InvalidOperationException">It does.</exception>
    public void RequireRoom()
    {
        lock (_heldLock)
        {
            if (_held.Count >= _mostHeld)
            {
                throw new InvalidOperationException(
                    $"The consumer holds {_held.Count} batches "
                    + $"({string.Join(", ", _held.Select(batch => batch.Position))}), as many as "
                    + $"{nameof(InputPipelineOptions.ConsumerBatches)} allows; dispose one before taking the next.");
            }
        }
    }

    /// <summary>The consumer has given a batch back.</summary>
    public void Forget(Batch batch)
    {
        lock (_heldLock)
        {
            _held.Remove(batch);
        }
    }

    /// <summary>The memory of the batches that the consumer holds.</summary>
    public HashSet<BatchSlot?> FindHeld()
    {
        lock (_heldLock)
        {
            return [.. _held.Select(batch => batch.SlotIfHeld)];
        }
    }

    /// <summary>The figures up to now, with those of the stages before the queue.</summary>
    public PipelineStatistics ReadStatistics(IReadOnlyList<StageStatistics> stages) => _meter.Read(stages);

    private Batch? TryTake(long? asked)
    {
        if (!_ready.TryReceive(out Batch? batch))
        {
            return null;
        }

        _meter.Take(batch.Count, (long)batch.Count * batch.Shape.Length * sizeof(float), asked);
        lock (_heldLock)
        {
            _held.Add(batch);
        }

        _taken.Set();
        return batch;
    }
}
