namespace Trainer.Core.Data.Parsing;

/// <summary>
/// Parses one value after another: runs on any machine, and is what all other parsers are held against.
/// </summary>
internal sealed class ScalarPixelParser : IPixelParser
{
    // The longest value and its comma.
    private const int Window = 4;
    private const uint MaxDigits = 3;

    /// <inheritdoc/>
    public ParserInstructionSet InstructionSet => ParserInstructionSet.Scalar;

    /// <inheritdoc cref="IPixelParser.TryParse"/>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> pixels)
    {
        int at = 0;
        for (int index = 0; index < pixels.Length; index++)
        {
            if (text.Length - at < Window)
            {
                return TryParseEnd(text[at..], pixels[index..]);
            }

            // Branching on the number of digits beats counting them: most values have as many as the one before.
            ReadOnlySpan<byte> window = text.Slice(at, Window);
            uint first = (uint)window[0] - '0';
            uint value = first;
            int digits = 1;
            uint next = (uint)window[1] - '0';
            if (next <= 9)
            {
                value = (value * 10) + next;
                digits = 2;
                next = (uint)window[2] - '0';
                if (next <= 9)
                {
                    value = (value * 10) + next;
                    digits = 3;
                }
            }

            if (first > 9 || value > byte.MaxValue || window[digits] != (byte)',')
            {
                return false;
            }

            pixels[index] = (byte)value;
            at += digits + 1;
        }

        // The last value has no comma behind it, so a good row ends in TryParseEnd.
        return false;
    }

    /// <inheritdoc/>
    bool IPixelParser.TryParse(ReadOnlySpan<byte> text, Span<byte> pixels) => TryParse(text, pixels);

    /// <summary>Parses the last few values character by character.</summary>
    private static bool TryParseEnd(ReadOnlySpan<byte> text, Span<byte> pixels)
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
