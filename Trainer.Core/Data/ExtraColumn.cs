namespace Trainer.Core.Data;

/// <summary>
/// A CSV column between the label and the pixels: a number, or one of some categories. It reaches the batch as one
/// value, or as one value per category (1 for the one that stands there, 0 for the others).
/// </summary>
/// <param name="Name">The column's name.</param>
/// <param name="Categories">The categories, in the order of their values; null for a number.</param>
public sealed record ExtraColumn(string Name, IReadOnlyList<string>? Categories = null)
{
    /// <summary>The names of its values in the batch: <c>age</c>, or <c>site=london</c>, <c>site=paris</c>.</summary>
    public IEnumerable<string> ValueNames =>
        Categories is null ? [Name] : Categories.Select(category => $"{Name}={category}");

    /// <summary>How many values it has in the batch.</summary>
    public int Width => Categories?.Count ?? 1;

    /// <summary>Reads columns from a text such as <c>age, site:london|paris|rome</c>.</summary>
    /// <param name="text">
    /// Columns in the order of the file, separated by commas; a category's values behind a colon.
    /// </param>
    /// <exception cref="FormatException">A name or a category is empty or appears twice.</exception>
    public static IReadOnlyList<ExtraColumn> ParseList(string text)
    {
        ExtraColumn[] columns = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Parse)];
        RequireDistinct([.. columns.Select(column => column.Name)], text);
        return columns;
    }

    private static ExtraColumn Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new ExtraColumn(text);
        }

        string[] categories = text[(colon + 1)..].Split('|', StringSplitOptions.TrimEntries);
        RequireDistinct(categories, text);
        return new ExtraColumn(text[..colon].TrimEnd(), categories);
    }

    private static void RequireDistinct(string[] names, string text)
    {
        if (names.Contains(string.Empty, StringComparer.Ordinal)
            || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new FormatException(
                $"'{text}' is not a list of columns: names and categories must not be empty and not appear twice; "
                    + "expected for example 'age, site:london|paris'.");
        }
    }
}
