namespace Trainer.Augment.Flows;

/// <summary>How batches are made of an array: the arguments of Keras' <c>flow</c>.</summary>
public sealed record FlowOptions
{
    /// <summary>How many images a batch has; the last of an epoch may have fewer. Default: 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Whether each epoch has an order of its own. Default: true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of orders and transformations. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Which part of the samples to take. Default: all.</summary>
    public DataSubset Subset { get; init; } = DataSubset.All;

    /// <summary>Whether the two parts may have different classes. Default: false.</summary>
    public bool IgnoreClassSplit { get; init; }
}
