namespace Trainer.Core.Pipeline;

/// <summary>What a stage has done so far. The three times are added up over its workers.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Workers">How many chunks it may work on at the same time.</param>
/// <param name="Items">Samples it has finished.</param>
/// <param name="Busy">Working time.</param>
/// <param name="Starved">Time that workers were idle for want of input.</param>
/// <param name="Blocked">Time that workers were idle because finished work found no room.</param>
public sealed record StageStatistics(string Name, int Workers, long Items, TimeSpan Busy, TimeSpan Starved, TimeSpan Blocked);
