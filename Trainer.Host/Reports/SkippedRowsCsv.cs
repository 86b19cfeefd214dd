using System.Text;
using Trainer.Core.Checkpoints;
using Trainer.Core.Pipeline;

namespace Trainer.Host.Reports;

/// <summary>Lists the bad rows that a run has left out: <c>data,row,reason</c>.</summary>
internal static class SkippedRowsCsv
{
    /// <summary>Writes the file if there are any.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows of each data set.</param>
    /// <returns>How many there are.</returns>
    public static int Write(string path, IReadOnlyList<(string Data, IReadOnlyList<SkippedRow> Rows)> rows)
    {
        var text = new StringBuilder("data,row,reason\n");
        int count = 0;
        foreach ((string data, IReadOnlyList<SkippedRow> skipped) in rows)
        {
            foreach (SkippedRow row in skipped)
            {
                text.Append(data).Append(',').Append(row.Row + 1).Append(",\"")
                    .Append(row.Reason.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\"\n");
                count++;
            }
        }

        if (count > 0)
        {
            AtomicFile.WriteAllText(path, text.ToString());
        }

        return count;
    }
}
