using Trainer.Core.Telemetry;

namespace Trainer.Host.Live;

/// <summary>A run under way, at one moment.</summary>
internal sealed record LiveSnapshot
{
    /// <summary>The run folder's name.</summary>
    public required string Run { get; init; }

    /// <summary>What it is doing.</summary>
    public required LivePhase Phase { get; init; }

    /// <summary>The epoch in work, from 1; 0 before the first.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many epochs there will be.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps done in the epoch.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of an epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>The time since the training began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The time that is left if it goes on as before; null as long as that is not known.</summary>
    public required TimeSpan? Left { get; init; }

    /// <summary>The figures of the epoch so far, such as <c>loss</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Logs { get; init; }

    /// <summary>The figures of each epoch that has ended, by name, in the order in which they are reported.</summary>
    public required IReadOnlyList<KeyValuePair<string, IReadOnlyList<double>>> History { get; init; }

    /// <summary>What the pipeline did in the last seconds.</summary>
    public required PipelineStatistics Pipeline { get; init; }

    /// <summary>What the trainer did in the last seconds.</summary>
    public required StepStatistics Trainer { get; init; }

    /// <summary>What holds the training up, over the whole run so far.</summary>
    public required string Verdict { get; init; }

    /// <summary>How much of the run is done, 0 to 1.</summary>
    public double Progress => Epochs == 0 || Steps == 0 || Phase == LivePhase.Starting
        ? 0
        : Math.Clamp((Math.Max(Epoch - 1, 0) + ((double)Step / Steps)) / Epochs, 0, 1);
}
