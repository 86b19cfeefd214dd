using System.Globalization;
using Trainer.Host.Configuration;

namespace Trainer.Host.Commands;

/// <summary>The speed of a trainer on the command line: <c>200/s</c>.</summary>
internal static class Consumption
{
    private const double Least = 0.01;
    private const double Most = 1e9;

    /// <summary>Reads it.</summary>
    /// <param name="text">
    /// A number of images per second, with or without <c>/s</c>; null, empty or <c>max</c> for as fast as possible.
    /// </param>
    /// <returns>Images per second; null for as fast as possible.</returns>
    /// <exception cref="SettingsException">It is no such number.</exception>
    public static double? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Equals("max", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string number = text.EndsWith("/s", StringComparison.OrdinalIgnoreCase) ? text[..^2] : text;
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate)
            && rate is >= Least and <= Most
            ? rate
            : throw new SettingsException(
                $"--consume is '{text}'; it can be images per second, such as 200/s, from 0.01 to 1000000000, or max.");
    }
}
