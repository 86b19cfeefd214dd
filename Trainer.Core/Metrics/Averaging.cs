namespace Trainer.Core.Metrics;

/// <summary>How the figures of classes become one.</summary>
public enum Averaging
{
    /// <summary>Their plain mean: every class counts the same.</summary>
    Macro,

    /// <summary>Their mean by the number of true samples.</summary>
    Weighted,
}
