using System.Globalization;
using Trainer.Core.Data;
using Trainer.Core.Text;

namespace Trainer.Host.Configuration;

/// <summary>Weights of labels, written as <c>daisy:2,tulip:0.5</c>.</summary>
internal static class LabelWeights
{
    /// <summary>Reads the text.</summary>
    /// <returns>Weights, at least 0, by label; null when the text is not of that form.</returns>
    public static IReadOnlyDictionary<string, double>? TryParse(string text)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string part in text.Split(','))
        {
            // A label may have colons of its own; the weight stands behind the last one.
            int colon = part.LastIndexOf(':');
            if (colon < 1
                || !double.TryParse(
                    part.AsSpan(colon + 1).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double weight)
                || weight is not (>= 0 and < double.PositiveInfinity)
                || !weights.TryAdd(part[..colon].Trim(), weight))
            {
                return null;
            }
        }

        return weights;
    }

    /// <summary>The weights by class index.</summary>
    /// <param name="text">A text that <see cref="TryParse"/> reads, or null for none.</param>
    /// <param name="labels">The classes.</param>
    /// <exception cref="SettingsException">A label is not among the classes.</exception>
    public static IReadOnlyDictionary<int, double>? ByClass(string? text, LabelBinarizer labels) => text is null
        ? null
        : TryParse(text)!.ToDictionary(
            pair => labels.TryGetIndex(pair.Key, out int index) ? index : throw new SettingsException(
                $"Training:ClassWeights names '{pair.Key}', which is not among the {labels.Classes.Count} classes of "
                    + $"the training data.{NearestName.Question(pair.Key, labels.Classes)}"),
            pair => pair.Value);
}
