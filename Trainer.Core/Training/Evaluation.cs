namespace Trainer.Core.Training;

/// <summary>The figures of a data set.</summary>
/// <param name="Loss">The mean loss over its samples.</param>
/// <param name="Accuracy">The share of samples that was classified rightly, 0 to 1.</param>
/// <param name="Samples">How many samples there were.</param>
public sealed record Evaluation(double Loss, double Accuracy, long Samples);
