using Trainer.Augment.Images;

namespace Trainer.Core.Data.Csv;

/// <summary>What is known of a CSV file once it is open: its rows, its classes and how to decode it.</summary>
internal sealed class CsvContents
{
    // So many rows are looked at for one of the right shape, where bad rows are to be skipped.
    private const int ProbedRows = 16;

    private readonly CsvIndex _index;
    private readonly BadRows _badRows;
    private readonly int[] _classOfLabel;

    private CsvContents(
        string path, CsvIndex index, ImageShape shape, CsvDecoder decoder, BadRows badRows, LabelBinarizer? labels)
    {
        Path = path;
        Shape = shape;
        Decoder = decoder;
        _index = index;
        _badRows = badRows;
        Labels = labels ?? LabelBinarizer.Fit(index.Labels);
        _classOfLabel = MapLabels();
    }

    /// <summary>Reads the text of one row.</summary>
    internal delegate ReadOnlySpan<byte> ReadRow(CsvRow row);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The classes.</summary>
    public LabelBinarizer Labels { get; }

    /// <summary>Turns text into values.</summary>
    public CsvDecoder Decoder { get; }

    /// <summary>Where the rows are.</summary>
    public CsvRow[] Rows => _index.Rows;

    /// <summary>Puts together what is known of a file, and checks its first rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="index">Its index.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="chooseShape">The shape for a number of values, if the options have none.</param>
    /// <param name="read">Reads a row.</param>
    /// <exception cref="DatasetFormatException">
    /// A row is of another shape, or a label is not among the classes.
    /// </exception>
    public static CsvContents Create(
        string path, CsvIndex index, CsvOptions options, Func<int, ImageShape> chooseShape, ReadRow read)
    {
        int[] probes = [.. Enumerable.Range(0, index.Rows.Length)
            .Where(row => !index.Problems.ContainsKey(row))
            .Take(options.BadRows == BadRows.Skip ? ProbedRows : 1)];
        ReadOnlySpan<byte> first = read(index.Rows[probes[0]]);
        ImageShape shape = options.Shape ?? chooseShape(CsvRowReader.CountValues(first) - options.ExtraColumns.Count);
        var decoder = new CsvDecoder(path, shape, options.ExtraColumns);

        // A row of another shape among good ones is a bad row; if all are, the settings are wrong.
        int expected = shape.Length + options.ExtraColumns.Count;
        if (!probes.Any(row => CsvRowReader.CountValues(read(index.Rows[row])) == expected))
        {
            decoder.CheckShape(first, probes[0]);
        }

        return new CsvContents(path, index, shape, decoder, options.BadRows, options.Labels);
    }

    /// <summary>The same with other classes.</summary>
    /// <exception cref="DatasetFormatException">A label of the file is not among them.</exception>
    public CsvContents WithLabels(LabelBinarizer labels) => new(Path, _index, Shape, Decoder, _badRows, labels);

    /// <summary>The class index of a row; −1 when it has none, which only <see cref="RequireGood"/> says.</summary>
    public int ClassOf(CsvRow row) => row.Label < 0 ? -1 : _classOfLabel[row.Label];

    /// <summary>Refuses a row whose label cannot be read or is not among the classes.</summary>
    /// <exception cref="DatasetFormatException">It is such a row.</exception>
    public void RequireGood(int row)
    {
        CsvRow entry = _index.Rows[row];
        if (ClassOf(entry) < 0)
        {
            throw entry.Label < 0
                ? new DatasetFormatException(Path, row + 1, 0, _index.Problems[row])
                : Unknown(entry.Label, row);
        }
    }

    private int[] MapLabels()
    {
        int[] classOfLabel = new int[_index.Labels.Length];
        for (int label = 0; label < classOfLabel.Length; label++)
        {
            if (Labels.TryGetIndex(_index.Labels[label], out classOfLabel[label]))
            {
                continue;
            }

            classOfLabel[label] = -1;
            if (_badRows == BadRows.Fail)
            {
                throw Unknown(label, Array.FindIndex(_index.Rows, row => row.Label == label));
            }
        }

        return classOfLabel;
    }

    private DatasetFormatException Unknown(int label, int row) => new(
        Path,
        row + 1,
        1,
        $"the label '{_index.Labels[label]}' is not among the {Labels.Classes.Count} classes of the training data.");
}
