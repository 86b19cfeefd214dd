using Trainer.Core.Data;
using Trainer.Host.Inputs;

namespace Trainer.Host.Jobs;

/// <summary>Says what a CSV file holds and whether every row is sound.</summary>
internal sealed class InspectJob(string path, Terminal terminal)
{
    /// <summary>Prints the findings.</summary>
    /// <returns>An <see cref="ExitCode"/>: failed when a row is not sound.</returns>
    public int Run(CancellationToken cancellation)
    {
        using CsvImageDataset dataset = CsvImageDataset.OpenAnyShape(DataFiles.RequireFile(path, "FILE"));
        terminal.Out.WriteLine($"File:         {path}");
        terminal.Out.WriteLine($"Rows:         {dataset.Count:N0}");
        terminal.Out.WriteLine($"Shape:        {dataset.Shape} ({dataset.Shape.Length:N0} values)");
        terminal.Out.WriteLine($"Longest row:  {dataset.LongestRow:N0} bytes of values");
        terminal.Out.WriteLine($"Classes:      {dataset.Labels.Classes.Count}");
        foreach ((string label, int rows) in CountRows(dataset))
        {
            terminal.Out.WriteLine($"  {label,-24} {rows,8:N0}");
        }

        string? error = FindFirstError(dataset, cancellation);
        terminal.Out.WriteLine($"First error:  {error ?? "none"}");
        return error is null ? ExitCode.Done : ExitCode.Failed;
    }

    private static IEnumerable<(string Label, int Rows)> CountRows(CsvImageDataset dataset)
    {
        int[] counts = new int[dataset.Labels.Classes.Count];
        for (int row = 0; row < dataset.Count; row++)
        {
            counts[dataset.LabelOf(row)]++;
        }

        return dataset.Labels.Classes.Zip(counts);
    }

    private static string? FindFirstError(CsvImageDataset dataset, CancellationToken cancellation)
    {
        var records = new RecordBuffer();
        byte[] pixels = new byte[dataset.Shape.Length];
        for (int row = 0; row < dataset.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            dataset.Read([row], records);
            try
            {
                dataset.Decode(records[0], row, pixels);
            }
            catch (DatasetFormatException e)
            {
                return e.Message;
            }
        }

        return null;
    }
}
