namespace Trainer.Core.Text;

/// <summary>Orders strings by Unicode code point, as Python sorts them.</summary>
/// <remarks>
/// <see cref="StringComparer.Ordinal"/> compares UTF-16 code units and puts characters beyond the basic plane
/// (surrogate pairs, U+10000 and up) before U+E000 to U+FFFF; code point order puts them last.
/// </remarks>
public sealed class CodePointComparer : IComparer<string>
{
    private CodePointComparer()
    {
    }

    /// <summary>The only instance; it has no state.</summary>
    public static CodePointComparer Instance { get; } = new();

    /// <summary>Compares two strings by code point; null sorts first.</summary>
    /// <param name="x">The first string.</param>
    /// <param name="y">The second string.</param>
    /// <returns>
    /// Negative, zero or positive as <paramref name="x"/> sorts before, with or after <paramref name="y"/>.
    /// </returns>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        int common = x.AsSpan().CommonPrefixLength(y);
        return common < x.Length && common < y.Length
            ? Rank(x[common]) - Rank(y[common])
            : x.Length - y.Length;
    }

    // Rotates the surrogates U+D800..U+DFFF behind U+FFFF. Two different pairs with the same high surrogate differ
    // first in their low surrogates, which keep their order.
    private static int Rank(char unit) => unit switch
    {
        < '\uD800' => unit,
        < '\uE000' => unit + 0x2000,
        _ => unit - 0x800,
    };
}
