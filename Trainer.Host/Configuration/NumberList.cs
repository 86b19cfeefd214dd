using System.Globalization;

namespace Trainer.Host.Configuration;

/// <summary>Settings that are one number or several, separated by commas.</summary>
internal static class NumberList
{
    /// <summary>Reads the numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The setting's name, for the error.</param>
    /// <exception cref="SettingsException">Something is not a number.</exception>
    public static double[] Parse(string text, string key)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        double[] values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                throw new SettingsException($"{key} is '{text}'; it must be a number, or several separated by commas.");
            }
        }

        return values;
    }

    /// <summary>Reads two numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The setting's name, for the error.</param>
    /// <exception cref="SettingsException">It is not two numbers.</exception>
    public static (double Low, double High) ParsePair(string text, string key) =>
        Parse(text, key) is [double low, double high]
            ? (low, high)
            : throw new SettingsException($"{key} is '{text}'; it must be two numbers separated by a comma.");
}
