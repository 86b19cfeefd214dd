using System.Globalization;
using System.Text;
using Trainer.Core.Checkpoints;
using Trainer.Core.Metrics;

namespace Trainer.Host.Reports;

/// <summary>
/// A confusion matrix as comma-separated text: a row for each true class, a column for each predicted one.
/// </summary>
internal static class ConfusionCsv
{
    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="matrix">The C×C counts.</param>
    /// <param name="classes">The names of the C classes.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ConfusionMatrix matrix, IReadOnlyList<string> classes) =>
        AtomicFile.WriteAllText(path, Format(matrix, classes));

    /// <summary>Formats a matrix.</summary>
    /// <param name="matrix">The C×C counts.</param>
    /// <param name="classes">The names of the C classes.</param>
    /// <returns>A header (<c>true,…</c> and the predicted classes) and a line for each true class.</returns>
    public static string Format(ConfusionMatrix matrix, IReadOnlyList<string> classes)
    {
        StringBuilder text = new();
        text.AppendJoin(',', classes.Prepend("true").Select(CsvField.Quoted)).Append('\n');
        for (int row = 0; row < classes.Count; row++)
        {
            text.Append(CsvField.Quoted(classes[row]));
            for (int column = 0; column < classes.Count; column++)
            {
                text.Append(CultureInfo.InvariantCulture, $",{matrix[row, column]}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
