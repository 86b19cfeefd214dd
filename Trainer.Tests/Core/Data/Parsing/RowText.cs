using System.Globalization;
using System.Text;

namespace Trainer.Tests.Core.Data.Parsing;

/// <summary>Writes rows as text.</summary>
internal static class RowText
{
    public static byte[] Of(IEnumerable<byte> values) =>
        Join(values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    public static byte[] Join(IEnumerable<string> fields) => Encoding.UTF8.GetBytes(string.Join(',', fields));

    /// <summary>Short enough for a message.</summary>
    public static string Show(byte[] text) => Encoding.Latin1.GetString(text.AsSpan(0, Math.Min(text.Length, 1_500)));
}
