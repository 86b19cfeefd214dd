using Trainer.Core.Training.Callbacks;

namespace Trainer.Core.Training;

/// <summary>How to evaluate or predict: the arguments of Keras' <c>evaluate</c> and <c>predict</c>.</summary>
public sealed record InferenceOptions
{
    /// <summary>Samples per batch of data in memory, at least 1. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How many batches to read, at least 1; null (default) for each sample once.</summary>
    public int? Steps { get; init; }

    /// <summary>Called at each event, in this order.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];
}
