using System.Globalization;
using System.Text;

namespace Trainer.Tests.Core.Data.Parsing;

/// <summary>The rule in the plainest words: what all parsers, the scalar one too, are held against.</summary>
internal static class ReferencePixelParser
{
    public static bool TryParse(byte[] text, byte[] pixels)
    {
        string[] fields = Encoding.Latin1.GetString(text).Split(',');
        if (fields.Length != pixels.Length)
        {
            return false;
        }

        for (int i = 0; i < fields.Length; i++)
        {
            // byte.TryParse alone would let NUL characters pass behind the digits.
            if (fields[i].Length is 0 or > 3
                || !fields[i].All(char.IsAsciiDigit)
                || !byte.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out pixels[i]))
            {
                return false;
            }
        }

        return true;
    }
}
