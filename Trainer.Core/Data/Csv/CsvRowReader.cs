using System.Globalization;
using System.Text;

namespace Trainer.Core.Data.Csv;

/// <summary>
/// The slow and careful reading of a row, taken when an <see cref="Parsing.IPixelParser"/> refuses it and for what it
/// does not know: allows spaces around values, and says what is wrong where.
/// </summary>
internal static class CsvRowReader
{
    private const int ShownCharacters = 24;

    private delegate bool TryParse<T>(ReadOnlySpan<byte> value, out T result);

    /// <summary>
    /// Parses a row's values, whole numbers from 0 to 255, or finds the first thing that is wrong with it.
    /// </summary>
    /// <param name="text">The values as text, without a comma before or a line end behind.</param>
    /// <param name="pixels">Receives exactly as many values as it is long.</param>
    /// <param name="firstColumn">The column of the first value, where the label is column 1.</param>
    /// <param name="column">The faulty column; 0 when the whole row is meant.</param>
    /// <returns>The problem as a sentence, or null when the row is good.</returns>
    public static string? Read(ReadOnlySpan<byte> text, Span<byte> pixels, int firstColumn, out int column) =>
        Read(text, pixels, firstColumn, TryParseByte, "a whole number from 0 to 255", out column);

    /// <summary>As the other, for finite numbers of any kind, such as <c>0.25</c> or <c>-1e3</c>.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, Span{byte}, int, out int)"/>
    public static string? Read(ReadOnlySpan<byte> text, Span<float> pixels, int firstColumn, out int column) =>
        Read(text, pixels, firstColumn, TryParseFloat, "a finite number", out column);

    /// <summary>How many values a row has: its commas and one.</summary>
    public static int CountValues(ReadOnlySpan<byte> text) => text.Count((byte)',') + 1;

    /// <summary>Parses a finite number.</summary>
    public static bool TryParseFloat(ReadOnlySpan<byte> value, out float result) =>
        float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out result) && float.IsFinite(result);

    /// <summary>A value for an error message, cut where it is too long.</summary>
    public static string Show(ReadOnlySpan<byte> value)
    {
        string text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, ShownCharacters)]);
        return value.Length > ShownCharacters ? text + "…" : text;
    }

    private static string? Read<T>(
        ReadOnlySpan<byte> text, Span<T> pixels, int firstColumn, TryParse<T> tryParse, string expected, out int column)
    {
        column = 0;
        int found = CountValues(text);
        int index = 0;
        foreach (Range range in text.Split((byte)','))
        {
            ReadOnlySpan<byte> value = text[range].Trim(" \t\r"u8);
            if (index < pixels.Length && !tryParse(value, out pixels[index]))
            {
                column = firstColumn + index;
                return value.IsEmpty
                    ? $"the value is empty; expected {pixels.Length} values, each {expected}; found {found}."
                    : $"'{Show(value)}' is not {expected}.";
            }

            index++;
        }

        return found == pixels.Length
            ? null
            : $"found {found} values behind the label; expected {pixels.Length}.";
    }

    private static bool TryParseByte(ReadOnlySpan<byte> value, out byte result)
    {
        result = 0;
        // Four digits and more are refused even if they are leading zeros, as the fast parser refuses them; and
        // byte.TryParse alone would let NUL characters pass behind the digits.
        return value.Length is > 0 and <= 3
            && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && byte.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out result);
    }
}
