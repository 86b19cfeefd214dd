using System.Globalization;
using System.Text;

namespace Trainer.Core.Data;

/// <summary>
/// The slow and careful reading of a row, taken when an <see cref="Parsing.IPixelParser"/> refuses it: allows spaces around
/// values, and says what is wrong where.
/// </summary>
internal static class CsvRowReader
{
    private const int ShownCharacters = 24;

    /// <summary>Parses a row's values, or finds the first thing that is wrong with it.</summary>
    /// <param name="text">The values as text, without a comma before or a line end behind.</param>
    /// <param name="pixels">Receives exactly as many values as it is long.</param>
    /// <param name="column">The faulty column, where the label is column 1; 0 when the whole row is meant.</param>
    /// <returns>The problem as a sentence, or null when the row is good.</returns>
    public static string? Read(ReadOnlySpan<byte> text, Span<byte> pixels, out int column)
    {
        column = 0;
        int found = CountValues(text);
        int index = 0;
        foreach (Range range in text.Split((byte)','))
        {
            ReadOnlySpan<byte> value = text[range].Trim(" \t\r"u8);
            if (index < pixels.Length && !TryParseByte(value, out pixels[index]))
            {
                column = index + 2;
                return value.IsEmpty
                    ? $"the value is empty; expected {pixels.Length} values of 0 to 255 behind the label, found {found}."
                    : $"'{Show(value)}' is not a whole number from 0 to 255.";
            }

            index++;
        }

        return found == pixels.Length
            ? null
            : $"found {found} values behind the label; expected {pixels.Length}.";
    }

    /// <summary>How many values a row has: its commas and one.</summary>
    public static int CountValues(ReadOnlySpan<byte> text) => text.Count((byte)',') + 1;

    private static bool TryParseByte(ReadOnlySpan<byte> value, out byte result)
    {
        result = 0;
        // Four digits and more are refused even if they are leading zeros, as the fast parser refuses them; and
        // byte.TryParse alone would let NUL characters pass behind the digits.
        return value.Length is > 0 and <= 3
            && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && byte.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out result);
    }

    private static string Show(ReadOnlySpan<byte> value)
    {
        string text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, ShownCharacters)]);
        return value.Length > ShownCharacters ? text + "…" : text;
    }
}
