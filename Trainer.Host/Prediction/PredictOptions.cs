namespace Trainer.Host.Prediction;

/// <summary>What <c>predict</c> is to write.</summary>
/// <param name="Format">The form.</param>
/// <param name="Top">How many classes per image, at least 1.</param>
/// <param name="Output">The file; null for the terminal.</param>
internal sealed record PredictOptions(PredictionFormat Format, int Top, string? Output);
