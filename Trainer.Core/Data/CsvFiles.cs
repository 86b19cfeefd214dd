namespace Trainer.Core.Data;

/// <summary>Opens several CSV files as one data set.</summary>
public static class CsvFiles
{
    /// <summary>Opens files; they are indexed in parallel.</summary>
    /// <param name="paths">The files, in the order of their rows; at least one; text, or compressed with gzip.</param>
    /// <param name="options">
    /// How they are to be read; without <see cref="CsvOptions.Labels"/> the classes are those of all files together.
    /// </param>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    /// <exception cref="DatasetFormatException">As for a single <see cref="CsvImageDataset"/>.</exception>
    public static IImageDataset Open(IReadOnlyList<string> paths, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        if (paths.Count == 1)
        {
            return CsvImageDataset.Open(paths[0], options);
        }

        var parts = new CsvImageDataset?[paths.Count];
        try
        {
            Parallel.For(
                0, parts.Length, i => parts[i] = CsvImageDataset.Open(paths[i], options with { Labels = null }));
            LabelBinarizer classes = options.Labels
                ?? LabelBinarizer.Fit(parts.SelectMany(part => part!.Labels.Classes));
            return new CombinedDataset([.. parts.Select(part => part!.WithLabels(classes))]);
        }
        catch (Exception e)
        {
            foreach (CsvImageDataset? part in parts)
            {
                part?.Dispose();
            }

            if (e is AggregateException { InnerExceptions: [{ } first, ..] })
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
            }

            throw;
        }
    }

    /// <summary>Whether a path is a pattern, for <see cref="Match"/>.</summary>
    /// <param name="path">A path.</param>
    public static bool IsPattern(string path) => Path.GetFileName(path).AsSpan().ContainsAny('*', '?');

    /// <summary>The files that a pattern names, sorted by code point: <c>shards/train-*.csv</c>.</summary>
    /// <param name="pattern">A path whose last part may contain <c>*</c> and <c>?</c>.</param>
    /// <exception cref="FileNotFoundException">There are none.</exception>
    public static IReadOnlyList<string> Match(string pattern)
    {
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } given ? given : ".";
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(pattern)) : [];
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0
            ? files
            : throw new FileNotFoundException(
                $"There is no file that matches '{pattern}' (looked in {Path.GetFullPath(folder)}).", pattern);
    }
}
