namespace Trainer.Host.Configuration;

/// <summary>What training can minimise.</summary>
internal enum LossName
{
    /// <summary>One class out of several.</summary>
    CategoricalCrossentropy,

    /// <summary>Each class by itself: yes or no.</summary>
    BinaryCrossentropy,

    /// <summary>The squared distance from the one-hot labels.</summary>
    MeanSquaredError,
}
