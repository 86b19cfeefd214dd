using System.Text.RegularExpressions;

namespace Trainer.Host.Configuration;

/// <summary>A meaning without its Markdown, for terminals and editors.</summary>
internal static partial class PlainText
{
    /// <summary>Takes code marks out, and puts a link's words in its place.</summary>
    public static string Of(string markdown) =>
        Link().Replace(markdown, "${words}").Replace("`", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex(
        @" ?\(\[(?<aside>[^\]]*)\]\([^)]*\)\)|\[(?<words>[^\]]*)\]\([^)]*\)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
