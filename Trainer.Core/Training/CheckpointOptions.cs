using Trainer.Core.Checkpoints;

namespace Trainer.Core.Training;

/// <summary>
/// Where and when <c>Fit</c> writes checkpoints. One is written when the training is cancelled in any case.
/// </summary>
public sealed record CheckpointOptions
{
    /// <summary>The file, which is whole at every moment: the last checkpoint or the new one.</summary>
    public required string Path { get; init; }

    /// <summary>Write one after every so many steps, at least 1; null (default) for none by steps.</summary>
    public int? EverySteps { get; init; }

    /// <summary>Write one at the end of every so many epochs, at least 1; null (default) for none by epochs.</summary>
    public int? EveryEpochs { get; init; }

    /// <summary>
    /// Write one after the first step that ends so long after the last one, above zero; null (default) for none by
    /// time.
    /// </summary>
    public TimeSpan? Every { get; init; }

    /// <summary>
    /// Adds what the caller wants to find again, such as the settings; null (default) for nothing. Its names are its
    /// own.
    /// </summary>
    public Action<StateDictionary>? AddTo { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
