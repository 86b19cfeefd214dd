namespace Trainer.Host.Prediction;

/// <summary>What a network thinks of one class.</summary>
/// <param name="Class">The class' name.</param>
/// <param name="Probability">0 to 1.</param>
internal readonly record struct ClassProbability(string Class, float Probability);
