namespace Trainer.Core.Pipeline;

/// <summary>
/// The workers of a pipeline's stages: threads of the pool, at most so many for all stages together, and at most so many for
/// each, which may change while the stages run. Safe from any thread.
/// </summary>
/// <remarks>
/// A worker that has finished a piece of work takes up the next by itself, that of the last stage first: what was parsed a
/// moment ago is augmented while it is in the cache, and no thread has to be woken for it.
/// </remarks>
internal sealed class WorkerGroup
{
    private readonly Lock _lock = new();
    private readonly List<Stage> _stages = [];
    private readonly int _limit;
    private int _active;

    /// <summary>Makes a group without stages.</summary>
    /// <param name="limit">The most workers of all stages together, at least 1.</param>
    public WorkerGroup(int limit) => _limit = limit;

    /// <summary>Adds a stage behind those that there are.</summary>
    /// <param name="workers">Its most workers, at least 1.</param>
    /// <returns>What its block is to be scheduled on.</returns>
    public Stage AddStage(int workers)
    {
        var stage = new Stage(this, workers);
        lock (_lock)
        {
            _stages.Add(stage);
        }

        return stage;
    }

    /// <summary>Sends threads for the work that is waiting and may be done.</summary>
    private void StartWorkers()
    {
        while (TryTake() is { } piece)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static first => first.Stage.Group.Work(first), piece, preferLocal: false);
        }
    }

    private void Work(Piece piece)
    {
        for (Piece? next = piece; next is { } current;)
        {
            current.Stage.Run(current.Task);
            lock (_lock)
            {
                _active--;
                current.Stage.Active--;
                next = TryTake();
            }

            // What this one's stage was too busy for until now, beside what it takes up itself.
            StartWorkers();
        }
    }

    /// <summary>Takes the next piece of work and counts its worker in.</summary>
    private Piece? TryTake()
    {
        lock (_lock)
        {
            if (_active == _limit)
            {
                return null;
            }

            for (int i = _stages.Count - 1; i >= 0; i--)
            {
                Stage stage = _stages[i];
                if (stage.Active < stage.Limit && stage.Waiting.TryDequeue(out Task? task))
                {
                    _active++;
                    stage.Active++;
                    return new Piece(stage, task);
                }
            }

            return null;
        }
    }

    private void Add(Stage stage, Task task)
    {
        lock (_lock)
        {
            stage.Waiting.Enqueue(task);
        }

        StartWorkers();
    }

    private void SetLimit(Stage stage, int workers)
    {
        lock (_lock)
        {
            stage.Limit = workers;
        }

        StartWorkers();
    }

    private readonly record struct Piece(Stage Stage, Task Task);

    /// <summary>Runs one stage's tasks within the limits.</summary>
    internal sealed class Stage(WorkerGroup group, int workers) : TaskScheduler
    {
        /// <summary>The group.</summary>
        public WorkerGroup Group => group;

        /// <summary>The most workers. A lower number takes effect as they finish what they are at.</summary>
        public int Workers { get => Volatile.Read(ref Limit); set => group.SetLimit(this, value); }

        /// <inheritdoc/>
        public override int MaximumConcurrencyLevel => Workers;

        // The group's, and guarded by its lock.
        internal int Limit = workers;
        internal int Active;
        internal readonly Queue<Task> Waiting = new();

        /// <summary>Runs a task on this thread.</summary>
        public void Run(Task task) => TryExecuteTask(task);

        /// <inheritdoc/>
        protected override void QueueTask(Task task) => group.Add(this, task);

        /// <inheritdoc/>
        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        /// <inheritdoc/>
        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
