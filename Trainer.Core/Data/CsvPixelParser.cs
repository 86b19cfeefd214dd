namespace Trainer.Core.Data;

/// <summary>Parses a row's comma-separated pixel values into bytes.</summary>
internal static class CsvPixelParser
{
    private const uint MaxDigits = 3;

    /// <summary>Parses strictly: digits and single commas only, each value 0–255 in at most three digits.</summary>
    /// <param name="text">The values as ASCII text, without a comma before or a line end behind.</param>
    /// <param name="pixels">Receives exactly as many values as it is long.</param>
    /// <returns>False when anything is amiss; what <paramref name="pixels"/> holds is then undefined.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> pixels)
    {
        int count = 0;
        uint value = 0;
        uint digits = 0;
        foreach (byte character in text)
        {
            uint digit = (uint)character - '0';
            if (digit <= 9)
            {
                value = (value * 10) + digit;
                digits++;
                continue;
            }

            // digits − 1 wraps for an empty value, so that one comparison refuses both no digit and too many.
            if (character != (byte)',' || digits - 1 >= MaxDigits || value > byte.MaxValue || count == pixels.Length)
            {
                return false;
            }

            pixels[count++] = (byte)value;
            value = 0;
            digits = 0;
        }

        if (digits - 1 >= MaxDigits || value > byte.MaxValue || count != pixels.Length - 1)
        {
            return false;
        }

        pixels[count] = (byte)value;
        return true;
    }
}
