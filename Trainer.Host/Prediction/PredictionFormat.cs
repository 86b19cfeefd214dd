namespace Trainer.Host.Prediction;

/// <summary>In which form predictions are written.</summary>
internal enum PredictionFormat
{
    /// <summary>A header and a line of comma-separated values for each image.</summary>
    Csv,

    /// <summary>A JSON object on a line of its own for each image.</summary>
    JsonLines,
}
