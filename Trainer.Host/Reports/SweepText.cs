using System.Globalization;
using System.Text;
using Trainer.Host.Sweeps;

namespace Trainer.Host.Reports;

/// <summary>A sweep as a table, the fastest first, with its advice.</summary>
internal static class SweepText
{
    /// <summary>Writes it.</summary>
    /// <param name="results">The results.</param>
    /// <param name="choice">The advice.</param>
    public static string Of(IReadOnlyList<SweepResult> results, SweepChoice choice)
    {
        var text = new StringBuilder();
        int width = results.Max(result => result.Setting.ToString().Length);
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{"setting".PadRight(width)}{"images/s",11}{"lowest",10}{"highest",10}{"ready",8}");
        foreach (SweepResult result in results.OrderByDescending(result => result.Median))
        {
            string mark = result == choice.Cheapest ? "  <- cheapest within 2 %" : string.Empty;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{result.Setting.ToString().PadRight(width)}{Rate(result.Median),11}{Rate(result.Lowest),10}"
                + $"{Rate(result.Highest),10}{100 * result.Readiness,6:F0} %{mark}");
        }

        text.AppendLine();
        string share = string.Create(
            CultureInfo.InvariantCulture, $"{100 * choice.Cheapest.Median / choice.Best.Median:F1}");
        text.Append(
            CultureInfo.InvariantCulture,
            $"{choice.Cheapest.Setting}: {share} % of the best median, with {choice.Cheapest.Setting.Cores} workers");
        text.Append(choice.Cheapest.Setting.Threads is null ? "." : " and threads.");
        if (choice.Cheapest != choice.Best && choice.Best.Lowest < choice.Cheapest.Highest)
        {
            text.Append(" The rounds of both overlap.");
        }

        return text.ToString();
    }

    private static string Rate(double rate) => rate.ToString(rate < 1000 ? "F1" : "N0", CultureInfo.InvariantCulture);
}
