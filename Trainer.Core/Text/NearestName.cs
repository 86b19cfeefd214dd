namespace Trainer.Core.Text;

/// <summary>Finds the known name that a mistyped one most likely meant.</summary>
/// <remarks>
/// The distance is Damerau and Levenshtein's in its optimal string alignment form: insertions, deletions,
/// replacements and swaps of neighbours cost one each, and no substring is edited twice. Upper and lower case count
/// as equal.
/// </remarks>
public static class NearestName
{
    /// <summary>Finds the nearest known name, if one is near enough to be worth suggesting.</summary>
    /// <param name="unknown">The name that was found.</param>
    /// <param name="known">The names that exist; the first of several equally near ones wins.</param>
    /// <returns>
    /// The nearest name within a third of the longer name's length (at least one edit), or <see langword="null"/>.
    /// </returns>
    public static string? Find(string unknown, IEnumerable<string> known)
    {
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in known)
        {
            int allowed = Math.Max(1, Math.Max(unknown.Length, candidate.Length) / 3);
            int distance = Distance(unknown, candidate);
            if (distance <= allowed && distance < candidate.Length && distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>Writes the nearest known name as a question to append to an error message.</summary>
    /// <param name="unknown">The name that was found.</param>
    /// <param name="known">The names that exist.</param>
    /// <returns><c> Did you mean 'tulip'?</c> with a leading blank, or an empty string when nothing is near.</returns>
    public static string Question(string unknown, IEnumerable<string> known) =>
        Find(unknown, known) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;

    /// <summary>Counts the edits that turn one name into the other, ignoring case.</summary>
    /// <param name="first">One name.</param>
    /// <param name="second">The other name.</param>
    /// <returns>The optimal string alignment distance, from 0 to the longer length.</returns>
    public static int Distance(string first, string second)
    {
        // Three rows of the usual table: the one in work, the one above it, and the one above that for swaps.
        int[] beforePrevious = new int[second.Length + 1];
        int[] previous = new int[second.Length + 1];
        int[] current = new int[second.Length + 1];
        for (int j = 0; j <= second.Length; j++)
        {
            current[j] = j;
        }

        for (int i = 1; i <= first.Length; i++)
        {
            (beforePrevious, previous, current) = (previous, current, beforePrevious);
            current[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int replace = previous[j - 1] + (Same(first[i - 1], second[j - 1]) ? 0 : 1);
                int best = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(first[i - 1], second[j - 2]) && Same(first[i - 2], second[j - 1]))
                {
                    best = Math.Min(best, beforePrevious[j - 2] + 1);
                }

                current[j] = best;
            }
        }

        return current[second.Length];
    }

    private static bool Same(char first, char second) => char.ToUpperInvariant(first) == char.ToUpperInvariant(second);
}
