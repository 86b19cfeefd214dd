namespace Trainer.Core.Pipeline;

/// <summary>What one pipeline has of a group of workers: its stages, and how many are at work for it.</summary>
/// <param name="group">The group.</param>
/// <param name="limit">The most workers for this pipeline, at least 1.</param>
internal sealed class WorkerShare(WorkerGroup group, int limit)
{
    private volatile bool _isAwaited;

    /// <summary>The group.</summary>
    public WorkerGroup Group => group;

    /// <summary>Whether a consumer waits for a batch, which brings the pipeline's work forward.</summary>
    public bool IsAwaited { get => _isAwaited; set => _isAwaited = value; }

    /// <summary>Whether there is no worker for it because all are at work for other pipelines.</summary>
    public bool IsCrowdedOut => Volatile.Read(ref Active) == 0 && group.IsBusy;

    // The group's, and guarded by its lock.
    internal readonly List<StageWorkers> Stages = [];
    internal int Active;
    internal long Turn;
    internal bool IsClosed;
    internal bool IsAbandoned;

    /// <summary>Adds a stage behind those that there are.</summary>
    /// <param name="workers">Its most workers, at least 1.</param>
    /// <returns>What its block is to be scheduled on.</returns>
    public StageWorkers AddStage(int workers)
    {
        var stage = new StageWorkers(this, workers);
        group.Add(stage);
        return stage;
    }

    /// <inheritdoc cref="WorkerGroup.Close"/>
    public void Close() => group.Close(this);

    /// <inheritdoc cref="WorkerGroup.Abandon"/>
    public void Abandon() => group.Abandon(this);

    /// <summary>The stage whose work is next, the last that has some; null if there is none that may be done.</summary>
    internal StageWorkers? FindWork() =>
        Active < limit ? Stages.FindLast(stage => stage.Active < stage.Limit && stage.Waiting.Count > 0) : null;

    /// <summary>Whether its work comes before that of another pipeline.</summary>
    internal bool GoesBefore(WorkerShare other) => IsAwaited == other.IsAwaited
        ? (Active, Turn).CompareTo((other.Active, other.Turn)) < 0
        : IsAwaited;
}
