namespace Trainer.Core.Pipeline;

/// <summary>
/// Workers that pipelines share: threads of the pool, at most so many at work at the same moment, whichever of the
/// pipelines they work for. Give the same group to each of them (<see cref="InputPipelineOptions.WorkerGroup"/>). Safe
/// from any thread.
/// </summary>
/// <remarks>
/// <para>
/// A pipeline whose consumer waits for a batch goes before one that only works ahead. Otherwise the one with fewer
/// workers at work is next, and of two with as many the one whose turn it is; so none keeps another from its work. Work
/// that waits for room, or for a batch to be given back, takes no worker.
/// </para>
/// <para>
/// A worker that has finished a piece of work takes up the next by itself, in a pipeline that of the last stage first:
/// what was parsed a moment ago is augmented while it is in the cache, and no thread has to be woken for it.
/// </para>
/// </remarks>
public sealed class WorkerGroup
{
    private static readonly SynchronizationContext OffTheGroup = new PoolContext();

    private readonly Lock _lock = new();
    private readonly List<WorkerShare> _shares = [];
    private int _active;
    private long _turn;

    /// <summary>Makes a group that no pipeline uses yet.</summary>
    /// <param name="limit">The most workers at work at the same moment, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public WorkerGroup(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Limit = limit;
    }

    /// <summary>The most workers at work at the same moment.</summary>
    public int Limit { get; }

    /// <summary>Whether all workers are at work.</summary>
    internal bool IsBusy
    {
        get
        {
            lock (_lock)
            {
                return _active == Limit;
            }
        }
    }

    /// <summary>Lets a pipeline in.</summary>
    /// <param name="limit">The most workers for it alone, at least 1.</param>
    internal WorkerShare Join(int limit)
    {
        var share = new WorkerShare(this, limit);
        lock (_lock)
        {
            _shares.Add(share);
        }

        return share;
    }

    /// <summary>Adds a stage behind those that a pipeline has.</summary>
    internal void Add(StageWorkers stage)
    {
        lock (_lock)
        {
            stage.Share.Stages.Add(stage);
        }
    }

    /// <summary>Takes a piece of work.</summary>
    internal void Add(StageWorkers stage, Task task)
    {
        bool isClosed;
        lock (_lock)
        {
            isClosed = stage.Share.IsClosed;
            if (!isClosed)
            {
                stage.Waiting.Enqueue(task);
            }
        }

        if (isClosed)
        {
            RunUncounted(stage, task);
        }
        else
        {
            StartWorkers();
        }
    }

    /// <summary>Changes how many workers a stage has at the most.</summary>
    internal void SetLimit(StageWorkers stage, int workers)
    {
        lock (_lock)
        {
            stage.Limit = workers;
        }

        StartWorkers();
    }

    /// <summary>
    /// Lets a pipeline go that has ended or is to end. What its blocks still have to do for that, which is no work, is
    /// done at once, for it must not wait for the work of another pipeline. Workers that are at work for it count until
    /// they are done.
    /// </summary>
    internal void Close(WorkerShare share)
    {
        List<(StageWorkers Stage, Task Task)> waiting = [];
        lock (_lock)
        {
            share.IsClosed = true;
            _shares.Remove(share);
            foreach (StageWorkers stage in share.Stages)
            {
                while (stage.Waiting.TryDequeue(out Task? task))
                {
                    waiting.Add((stage, task));
                }
            }
        }

        foreach ((StageWorkers stage, Task task) in waiting)
        {
            RunUncounted(stage, task);
        }
    }

    /// <summary>
    /// Gives up the workers of a pipeline that was let go: they are at work that does not end, and others take their
    /// places.
    /// </summary>
    internal void Abandon(WorkerShare share)
    {
        lock (_lock)
        {
            _active -= share.Active;
            share.Active = 0;
            share.IsAbandoned = true;
        }

        StartWorkers();
    }

    private static void RunUncounted(StageWorkers stage, Task task) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static piece => piece.Stage.Run(piece.Task), new Piece(stage, task), preferLocal: false);

    /// <summary>Sends threads for the work that is waiting and may be done.</summary>
    private void StartWorkers()
    {
        while (TryTake() is { } piece)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static first => first.Stage.Share.Group.Work(first), piece, preferLocal: false);
        }
    }

    private void Work(Piece piece)
    {
        // A user's code may wait for what it has begun, such as a download. Continued on the group, that would wait for
        // the worker that waits for it.
        SynchronizationContext.SetSynchronizationContext(OffTheGroup);
        for (Piece? next = piece; next is { } current;)
        {
            current.Stage.Run(current.Task);
            lock (_lock)
            {
                Release(current.Stage);
                next = TryTake();
            }

            // What this one's stage was too busy for until now, beside what it takes up itself.
            StartWorkers();
        }

        SynchronizationContext.SetSynchronizationContext(null);
    }

    private void Release(StageWorkers stage)
    {
        stage.Active--;
        if (!stage.Share.IsAbandoned)
        {
            stage.Share.Active--;
            _active--;
        }
    }

    /// <summary>Takes the next piece of work and counts its worker in.</summary>
    private Piece? TryTake()
    {
        lock (_lock)
        {
            if (_active == Limit)
            {
                return null;
            }

            StageWorkers? next = null;
            foreach (WorkerShare share in _shares)
            {
                if (share.FindWork() is { } stage && (next is null || share.GoesBefore(next.Share)))
                {
                    next = stage;
                }
            }

            if (next is null)
            {
                return null;
            }

            _active++;
            next.Active++;
            next.Share.Active++;
            next.Share.Turn = ++_turn;
            return new Piece(next, next.Waiting.Dequeue());
        }
    }

    private readonly record struct Piece(StageWorkers Stage, Task Task);

    /// <summary>Continues on any thread of the pool what awaits something.</summary>
    private sealed class PoolContext : SynchronizationContext;
}
