using System.Globalization;
using Trainer.Core.Metrics;

namespace Trainer.Host.Configuration;

/// <summary>
/// Metrics by the names that they have in logs and history, written as a list:
/// <c>f1_score, top_3_categorical_accuracy</c>.
/// </summary>
internal static class MetricNames
{
    private const string TopPrefix = "top_";
    private const string TopSuffix = "_categorical_accuracy";

    private static readonly Dictionary<string, Func<Metric>> Known = new(StringComparer.Ordinal)
    {
        ["precision"] = () => new Precision(),
        ["recall"] = () => new Recall(),
        ["f1_score"] = () => new F1Score(),
        ["weighted_precision"] = () => new Precision(Averaging.Weighted),
        ["weighted_recall"] = () => new Recall(Averaging.Weighted),
        ["weighted_f1_score"] = () => new F1Score(Averaging.Weighted),
    };

    /// <summary>The names there are.</summary>
    public static string Allowed =>
        $"{string.Join(", ", Known.Keys)} and {TopPrefix}K{TopSuffix} with a number K above 0";

    /// <summary>Reads a list of names.</summary>
    /// <returns>The metrics; null when a name is unknown or stands twice.</returns>
    public static IReadOnlyList<Metric>? TryParse(string text)
    {
        var metrics = new List<Metric>();
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (TryMake(name) is not { } metric
                || metrics.Exists(other => string.Equals(other.Name, metric.Name, StringComparison.Ordinal)))
            {
                return null;
            }

            metrics.Add(metric);
        }

        return metrics;
    }

    private static Metric? TryMake(string name)
    {
        if (Known.TryGetValue(name, out Func<Metric>? make))
        {
            return make();
        }

        return name.StartsWith(TopPrefix, StringComparison.Ordinal)
            && name.EndsWith(TopSuffix, StringComparison.Ordinal)
            && name.Length > TopPrefix.Length + TopSuffix.Length
            && int.TryParse(
                name[TopPrefix.Length..^TopSuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int k)
            && k > 0
                ? new TopKCategoricalAccuracy(k, $"{TopPrefix}{k}{TopSuffix}")
                : null;
    }
}
