using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Trainer.Core.Devices;
using Trainer.Core.Pipeline;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Sources;

/// <summary>
/// The batches of a pipeline, copied to a device ahead of the steps that ask for them, by a thread of its own.
/// </summary>
/// <remarks>
/// A slot of the pipeline goes back when its copy is done, and a place on the device is written again when the
/// computing that reads it is. It reads ahead within an epoch only; of an epoch that is broken off, up to one batch
/// more than it reads ahead are taken from the pipeline without being trained on.
/// </remarks>
internal sealed class DevicePrefetch : IBatchReader
{
    private readonly InputPipeline _pipeline;
    private readonly int _steps;
    private readonly IDeviceLink _link;
    private readonly List<DeviceSlot> _slots = [];
    private readonly BlockingCollection<DeviceSlot> _free = [];
    private ConcurrentQueue<Fed> _queue = [];
    private BlockingCollection<Fed> _ready;
    private CancellationTokenSource _ending = new();
    private Task _feeding = Task.CompletedTask;

    /// <summary>Makes the places; on the Torch thread.</summary>
    /// <param name="pipeline">The batches.</param>
    /// <param name="steps">The batches of an epoch.</param>
    /// <param name="device">Where they go.</param>
    /// <param name="link">To that device.</param>
    /// <param name="ahead">How many are copied ahead, at least 1.</param>
    public DevicePrefetch(InputPipeline pipeline, int steps, Device device, IDeviceLink link, int ahead)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ahead);
        (_pipeline, _steps, _link) = (pipeline, steps, link);
        _ready = new BlockingCollection<Fed>(_queue);
        BatchSlot like = pipeline.GetCompanion(slots => new PinnedSlots(slots, link)).Slots[0];
        try
        {
            // One more, for the step in work.
            for (int i = 0; i <= ahead; i++)
            {
                _slots.Add(new DeviceSlot(like, device, link));
                _free.Add(_slots[i]);
            }
        }
        catch
        {
            _slots.ForEach(slot => slot.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public int? Steps => _steps;

    /// <inheritdoc/>
    public bool HasNext => _queue.TryPeek(out Fed next) && next.Slot is not null;

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, int step = 0)
    {
        EndFeeding();
        _queue = [];
        _ready = new BlockingCollection<Fed>(_queue);
        _ending = new CancellationTokenSource();
        (BlockingCollection<Fed> ready, CancellationToken ending) = (_ready, _ending.Token);
        _feeding = Task.Factory.StartNew(
            () => Feed(epoch, step, ready, ending),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public SampleBatch? Read(CancellationToken cancellation)
    {
        Fed fed = _ready.Take(cancellation);
        if (fed.Failure is { } failure)
        {
            // Whoever asks again is told again.
            _ready.Add(fed, CancellationToken.None);
            failure.Throw();
        }

        if (fed.Slot is null)
        {
            _ready.Add(fed, CancellationToken.None);
            return null;
        }

        return new SampleBatch(fed.Slot, Release);
    }

    /// <summary>Ends the copying and frees the places; on the Torch thread.</summary>
    public void Dispose()
    {
        EndFeeding();
        foreach (DeviceSlot slot in _slots)
        {
            slot.Dispose();
        }

        _free.Dispose();
    }

    /// <summary>The step that reads a place is queued: it may be written once the device is done with it.</summary>
    private void Release(DeviceSlot slot)
    {
        try
        {
            slot.Released = _link.Mark();
        }
        catch (DeviceException)
        {
            // The device has failed at the step itself, which will say so; nobody is to write to this place any more.
            return;
        }

        _free.Add(slot);
    }

    private void Feed(int epoch, int firstStep, BlockingCollection<Fed> ready, CancellationToken ending)
    {
        try
        {
            for (int step = firstStep; step < _steps; step++)
            {
                DeviceSlot slot = _free.Take(ending);
                using Batch batch = TakeBatch(slot, epoch, step, ending);
                if (batch.Count == 0)
                {
                    // All of its rows are bad, and skipped.
                    _free.Add(slot, CancellationToken.None);
                    continue;
                }

                slot.Load(batch, _link);
                ready.Add(new Fed(slot, Failure: null), CancellationToken.None);
            }

            ready.Add(default, CancellationToken.None);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Nobody reads on.
        }
        catch (Exception e)
        {
            ready.Add(new Fed(Slot: null, ExceptionDispatchInfo.Capture(e)), CancellationToken.None);
        }
    }

    private Batch TakeBatch(DeviceSlot slot, int epoch, int step, CancellationToken ending)
    {
        Batch? batch = null;
        try
        {
            batch = _pipeline.Take(ending);
            return batch ?? throw PipelineSource.EndedEarly(_pipeline, epoch, step, _steps);
        }
        finally
        {
            if (batch is null)
            {
                _free.Add(slot, CancellationToken.None);
            }
        }
    }

    private void EndFeeding()
    {
        _ending.Cancel();
        _feeding.GetAwaiter().GetResult();
        while (_ready.TryTake(out Fed unread))
        {
            if (unread.Slot is { } slot)
            {
                _free.Add(slot);
            }
        }

        _ready.Dispose();
        _ending.Dispose();
    }

    /// <summary>
    /// What the feeding thread hands over: a place with a batch in it, the reason why there is none, or neither, the
    /// end of the epoch.
    /// </summary>
    private readonly record struct Fed(DeviceSlot? Slot, ExceptionDispatchInfo? Failure);
}
