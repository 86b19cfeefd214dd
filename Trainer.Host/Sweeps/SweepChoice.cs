namespace Trainer.Host.Sweeps;

/// <summary>What a sweep advises.</summary>
/// <param name="Best">The fastest setting, by medians.</param>
/// <param name="Cheapest">
/// The one with the fewest workers and threads, then the fewest rows in memory, among those within 2 % of it.
/// </param>
internal sealed record SweepChoice(SweepResult Best, SweepResult Cheapest)
{
    /// <summary>How much slower than the best a setting may be.</summary>
    public const double Tolerance = 0.02;

    /// <summary>Chooses.</summary>
    /// <param name="results">At least one.</param>
    /// <param name="batchSize">Rows per batch.</param>
    public static SweepChoice Of(IReadOnlyList<SweepResult> results, int batchSize)
    {
        SweepResult best = results.MaxBy(result => result.Median)!;
        SweepResult cheapest = results
            .Where(result => result.Median >= best.Median * (1 - Tolerance))
            .OrderBy(result => result.Setting.Cores)
            .ThenBy(result => result.Setting.Rows(batchSize))
            .ThenByDescending(result => result.Median)
            .First();
        return new SweepChoice(best, cheapest);
    }
}
