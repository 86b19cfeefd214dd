namespace Trainer.Core.Pipeline.Tuning;

/// <summary>Within what the tuner chooses.</summary>
/// <param name="Workers">The most workers of both stages together, at least 2.</param>
/// <param name="Parse">A number of parse workers that is given; null if the tuner chooses it.</param>
/// <param name="Augment">A number of augment workers that is given; null if the tuner chooses it.</param>
/// <param name="WorkersRead">Whether parse workers read their rows; else one reader does, whom no worker helps.</param>
public sealed record TuningLimits(int Workers, int? Parse = null, int? Augment = null, bool WorkersRead = true)
{
    /// <summary>All splits within the limits, the smallest totals first.</summary>
    public IEnumerable<WorkerSplit> Splits =>
        from total in Enumerable.Range(2, Math.Max(Workers - 1, 1))
        from parse in Enumerable.Range(1, total - 1)
        let split = new WorkerSplit(parse, total - parse)
        where (Parse ?? split.Parse) == split.Parse && (Augment ?? split.Augment) == split.Augment
        select split;

    /// <summary>The smallest of them, with which a run begins.</summary>
    /// <exception cref="InvalidOperationException">What is given does not fit into the limit.</exception>
    public WorkerSplit Smallest => Splits.First();
}
