using System.Globalization;
using System.Text;
using Trainer.Core.Pipeline;

namespace Trainer.Host.Reports;

/// <summary>Says that bad rows were left out.</summary>
internal static class SkippedRowsText
{
    private const int ShownRows = 5;

    /// <summary>How many there were: <c>4 bad rows were left out</c>.</summary>
    /// <param name="count">At least 1.</param>
    public static string Count(int count) =>
        count == 1
            ? "1 bad row was left out"
            : string.Create(CultureInfo.InvariantCulture, $"{count} bad rows were left out");

    /// <summary>Their count and the reasons of the first.</summary>
    /// <param name="rows">The rows, at least one.</param>
    /// <returns>A line each, the last without an end.</returns>
    public static string Of(IReadOnlyList<SkippedRow> rows)
    {
        StringBuilder text = new StringBuilder(Count(rows.Count)).Append(':');
        foreach (SkippedRow row in rows.Take(ShownRows))
        {
            text.AppendLine().Append("  ").Append(row.Reason);
        }

        if (rows.Count > ShownRows)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  … and {rows.Count - ShownRows} more");
        }

        return text.ToString();
    }

    /// <summary>Prints them where errors go, if there are any.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="terminal">Where to print.</param>
    public static void Report(IReadOnlyList<SkippedRow> rows, Terminal terminal)
    {
        if (rows.Count > 0)
        {
            terminal.Error.WriteLine(Of(rows));
        }
    }
}
