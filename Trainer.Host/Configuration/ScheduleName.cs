namespace Trainer.Host.Configuration;

/// <summary>How the learning rate moves during a run.</summary>
internal enum ScheduleName
{
    /// <summary>Keras' time-based decay, by <c>Training:Decay</c>.</summary>
    Time,

    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>Times <c>Training:DecayRate</c> every <c>Training:DecayEpochs</c> epochs, at once.</summary>
    Step,

    /// <summary>The same, bit by bit.</summary>
    Exponential,

    /// <summary>
    /// Up for <c>Training:WarmupEpochs</c> epochs, then down half a cosine to <c>Training:FinalShare</c> of the rate.
    /// </summary>
    Cosine,

    /// <summary>One cycle up and down, with the learning rate as its peak.</summary>
    OneCycle,
}
