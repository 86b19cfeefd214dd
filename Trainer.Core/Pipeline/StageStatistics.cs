namespace Trainer.Core.Pipeline;

/// <summary>What a stage has done so far.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Workers">How many chunks it may work on at the same time.</param>
/// <param name="Items">Samples it has finished.</param>
/// <param name="Busy">Working time, added up over its workers.</param>
public sealed record StageStatistics(string Name, int Workers, long Items, TimeSpan Busy);
