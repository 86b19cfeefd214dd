namespace Trainer.Host.Reports;

/// <summary>A text as a field of comma-separated text (RFC 4180).</summary>
internal static class CsvField
{
    /// <summary>The text, in quotation marks where it needs them.</summary>
    public static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
