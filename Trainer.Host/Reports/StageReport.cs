namespace Trainer.Host.Reports;

/// <summary>One stage of a pipeline. The seconds are added up over its workers.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Workers">How many chunks it may work on at the same time.</param>
/// <param name="Items">Images it has finished.</param>
/// <param name="BusySeconds">Working time.</param>
/// <param name="StarvedSeconds">Idle time for want of input.</param>
/// <param name="BlockedSeconds">Idle time because finished work found no room.</param>
internal sealed record StageReport(string Name, int Workers, long Items, double BusySeconds, double StarvedSeconds, double BlockedSeconds);
