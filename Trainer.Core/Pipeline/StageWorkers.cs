namespace Trainer.Core.Pipeline;

/// <summary>The workers of one stage: runs the tasks of its block within the limits.</summary>
/// <param name="share">What the stage's pipeline has of its group.</param>
/// <param name="workers">The most workers, at least 1.</param>
internal sealed class StageWorkers(WorkerShare share, int workers) : TaskScheduler
{
    /// <summary>What the stage's pipeline has of its group.</summary>
    public WorkerShare Share => share;

    /// <summary>The most workers. A lower number takes effect as they finish what they are at.</summary>
    public int Workers { get => Volatile.Read(ref Limit); set => share.Group.SetLimit(this, value); }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => Workers;

    // The group's, and guarded by its lock.
    internal int Limit = workers;
    internal int Active;
    internal readonly Queue<Task> Waiting = new();

    /// <summary>Runs a task on this thread.</summary>
    public void Run(Task task) => TryExecuteTask(task);

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => share.Group.Add(this, task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
