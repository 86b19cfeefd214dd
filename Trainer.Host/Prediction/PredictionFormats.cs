using Trainer.Host.Configuration;

namespace Trainer.Host.Prediction;

/// <summary>Chooses the form.</summary>
internal static class PredictionFormats
{
    /// <summary>The name that was given, else what the ending of the file asks for, else CSV.</summary>
    /// <exception cref="SettingsException">There is no form of that name.</exception>
    public static PredictionFormat Choose(string? name, string? path) => name switch
    {
        "csv" => PredictionFormat.Csv,
        "jsonl" => PredictionFormat.JsonLines,
        null => Path.GetExtension(path)?.ToUpperInvariant() is ".JSONL" or ".NDJSON" or ".JSON"
            ? PredictionFormat.JsonLines
            : PredictionFormat.Csv,
        _ => throw new SettingsException($"--format is '{name}'; it can be csv or jsonl."),
    };
}
