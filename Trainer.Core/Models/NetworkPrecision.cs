namespace Trainer.Core.Models;

/// <summary>In which numbers a network computes.</summary>
public enum NetworkPrecision
{
    /// <summary>Everything in 32-bit floating-point numbers.</summary>
    Float32,

    /// <summary>
    /// Convolutions and dense layers in bfloat16, and so what passes between the layers; weights, statistics and
    /// arithmetic of batch normalisation, logits, loss and updates in float32. Weights are kept and saved in float32.
    /// </summary>
    BFloat16,
}
