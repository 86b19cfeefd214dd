namespace Trainer.Host.Live;

/// <summary>What a run is doing.</summary>
internal enum LivePhase
{
    /// <summary>Before the first epoch.</summary>
    Starting,

    /// <summary>Steps of training.</summary>
    Training,

    /// <summary>A validation after an epoch.</summary>
    Validating,

    /// <summary>After the last epoch.</summary>
    Finished,
}
