using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace Trainer.Tests.Core.Metrics;

/// <summary>Reports, binarizers and metric values that scikit-learn computed.</summary>
/// <remarks>
/// Another file of the same form can be named in the environment variable TRAINER_REPORT_ORACLES; it is then read
/// besides the one in the tests' folder.
/// </remarks>
internal static class ReportOracles
{
    private const string Variable = "TRAINER_REPORT_ORACLES";

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string[] Paths =>
    [
        Path.Combine(AppContext.BaseDirectory, "Core", "Metrics", "Oracles", "report.json"),
        .. Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? new[] { path } : [],
    ];

    public static OracleFile Read(string path)
    {
        OracleFile file = JsonSerializer.Deserialize<OracleFile>(File.ReadAllBytes(path), Options)!;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{path}: {file.ClassificationReports.Length} reports, {file.LabelBinarizer.Length} binarizers, "
            + $"{(file.Metrics is null ? 0 : 1)} set of metric values");
        return file;
    }

    internal sealed record OracleFile(ReportCase[] ClassificationReports, BinarizerCase[] LabelBinarizer, MetricCase? Metrics);

    internal sealed record ReportCase(
        int[] YTrue,
        int[] YPred,
        int[] Labels,
        string[] TargetNames,
        int Digits,
        string Text,
        Dictionary<string, JsonElement> Values,
        long[][] Confusion);

    internal sealed record BinarizerCase(string[] Fit, string[] Classes, int[][] SklearnTransform);

    internal sealed record MetricCase(
        double[][] Probabilities,
        int[] YTrue,
        double Accuracy,
        [property: JsonPropertyName("top_5_accuracy")] double Top5Accuracy);
}
