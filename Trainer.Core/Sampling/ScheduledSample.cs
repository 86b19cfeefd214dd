namespace Trainer.Core.Sampling;

/// <summary>One sample of the schedule.</summary>
/// <param name="Pass">
/// Which pass over the data set it belongs to, from 0: the epoch of exact epochs; in an endless stream, where an epoch
/// may end in mid-file, the number of times the file was begun again. It keys the sample's augmentation.
/// </param>
/// <param name="Row">The row of the data set, from 0.</param>
public readonly record struct ScheduledSample(int Pass, int Row);
