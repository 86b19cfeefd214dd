namespace Trainer.Host.Configuration;

/// <summary>Section <c>Checkpoint</c>: when the state of a run is written down, to resume it.</summary>
internal sealed class CheckpointSettings
{
    [Setting("steps from one checkpoint to the next", Least = 1)]
    public int? EverySteps { get; set; }

    [Setting("minutes from one checkpoint to the next; 0 for none by time", Least = 0, Most = 1e6)]
    public double EveryMinutes { get; set; } = 5;

    [Setting("epochs from one checkpoint to the next", Least = 1)]
    public int? EveryEpochs { get; set; }
}
