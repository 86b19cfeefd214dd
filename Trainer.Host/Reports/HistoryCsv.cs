using System.Globalization;
using System.Text;
using Trainer.Core.Checkpoints;
using Trainer.Core.Training;

namespace Trainer.Host.Reports;

/// <summary>A history as comma-separated text: one line for each epoch, one column for each metric.</summary>
internal static class HistoryCsv
{
    /// <summary>Writes the whole history to a file, which is whole at every moment; call it after each epoch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="history">The history so far.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, History history) => AtomicFile.WriteAllText(path, Format(history));

    /// <summary>Formats a history.</summary>
    /// <param name="history">The history.</param>
    /// <returns>
    /// A header (<c>epoch,loss,accuracy,…</c>) and a line for each epoch, counted from 1 as printed. Numbers read back
    /// as the same <see cref="double"/>; a metric that an epoch did not record is <c>NaN</c>.
    /// </returns>
    public static string Format(History history)
    {
        StringBuilder text = new();
        text.AppendJoin(',', history.Metrics.Prepend("epoch").Select(CsvField.Quoted)).Append('\n');
        for (int index = 0; index < history.Epochs.Count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{history.Epochs[index] + 1}");
            foreach (string metric in history.Metrics)
            {
                text.Append(CultureInfo.InvariantCulture, $",{history[metric][index]:R}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
