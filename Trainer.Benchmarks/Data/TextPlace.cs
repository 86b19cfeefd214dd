namespace Trainer.Benchmarks.Data;

/// <summary>Where the text comes from.</summary>
public enum TextPlace
{
    /// <summary>A few rows, which stay in the second-level cache.</summary>
    Cache,

    /// <summary>A whole file in memory.</summary>
    Memory,
}
