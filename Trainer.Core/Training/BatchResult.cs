namespace Trainer.Core.Training;

/// <summary>The figures of one batch by itself, never running means.</summary>
/// <param name="Loss">The mean loss over its samples.</param>
/// <param name="Correct">How many samples were classified rightly.</param>
/// <param name="Count">How many samples there were.</param>
public readonly record struct BatchResult(double Loss, int Correct, int Count)
{
    /// <summary>The share that was classified rightly, 0 to 1.</summary>
    public double Accuracy => (double)Correct / Count;
}
