namespace Trainer.Host.Configuration;

/// <summary>Section <c>Checkpoint</c>: when the state of a run is written down, to resume it.</summary>
internal sealed class CheckpointSettings
{
    /// <summary>Steps from one checkpoint to the next; null for none by steps.</summary>
    public int? EverySteps { get; set; }

    /// <summary>Minutes from one checkpoint to the next; 0 for none by time.</summary>
    public double EveryMinutes { get; set; } = 5;

    /// <summary>Epochs from one checkpoint to the next; null for none by epochs.</summary>
    public int? EveryEpochs { get; set; }
}
