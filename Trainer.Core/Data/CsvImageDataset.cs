using Microsoft.Win32.SafeHandles;
using Trainer.Augment.Images;
using Trainer.Core.Data.Parsing;

namespace Trainer.Core.Data;

/// <summary>
/// Images stored as CSV text, one per row: <c>label,p0,p1,…</c>, the pixels row-major with interleaved channels, 0–255,
/// no header.
/// </summary>
/// <remarks>
/// Opening makes one pass over the file for its index and keeps 16 bytes per row; pixels are read by position when they
/// are asked for. The file is not mapped into memory: a mapped file that shrinks ends the process.
/// </remarks>
public sealed class CsvImageDataset : IImageDataset
{
    private readonly SafeFileHandle _file;
    private readonly CsvIndex _index;
    private readonly int[] _classOfLabel;

    private CsvImageDataset(string path, SafeFileHandle file, CsvIndex index, LabelBinarizer labels, int[] classOfLabel)
    {
        Name = path;
        _file = file;
        _index = index;
        Labels = labels;
        _classOfLabel = classOfLabel;
    }

    /// <summary>The shape of the tutorial's images.</summary>
    public static ImageShape DefaultShape { get; } = new(64, 64, 3);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ImageShape Shape { get; private set; }

    /// <inheritdoc/>
    public LabelBinarizer Labels { get; }

    /// <inheritdoc/>
    public int Count => _index.Rows.Length;

    /// <summary>What parses the pixels; tests and benchmarks put another one here.</summary>
    internal IPixelParser Parser { get; set; } = PixelParsers.Best;

    /// <summary>The length of the longest row's values in bytes of text.</summary>
    public int LongestRow => _index.Rows.Max(row => row.Length);

    /// <summary>Opens a file and indexes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The shape of its images; null for <see cref="DefaultShape"/>.</param>
    /// <param name="labels">
    /// The classes to use, as a test file takes those of its training file; null to take the file's own, sorted by code point.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">
    /// The file has no rows, a row has no label, the first row is not of that shape, or a label is not among
    /// <paramref name="labels"/>.
    /// </exception>
    public static CsvImageDataset Open(string path, ImageShape? shape = null, LabelBinarizer? labels = null) =>
        Open(path, labels, _ => shape ?? DefaultShape);

    /// <summary>Opens a file whose shape is not known: the square image that the first row's number of values allows.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">The file has no rows, or a row has no label.</exception>
    public static CsvImageDataset OpenAnyShape(string path) => Open(
        path, labels: null, values => GuessShape(values) ?? new ImageShape(1, values, 1));

    private static CsvImageDataset Open(string path, LabelBinarizer? labels, Func<int, ImageShape> chooseShape)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        try
        {
            CsvIndex index = CsvIndexer.Build(file, path);
            LabelBinarizer classes = labels ?? LabelBinarizer.Fit(index.Labels);
            int[] classOfLabel = MapLabels(path, index, classes);
            var dataset = new CsvImageDataset(path, file, index, classes, classOfLabel);
            int values = dataset.CountValuesOfFirstRow();
            dataset.Shape = chooseShape(values);
            dataset.CheckShape(values);
            return dataset;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The same file with other classes; takes it over.</summary>
    /// <exception cref="DatasetFormatException">A label of the file is not among them.</exception>
    internal CsvImageDataset WithLabels(LabelBinarizer labels) => new(Name, _file, _index, labels, MapLabels(Name, _index, labels))
    {
        Shape = Shape,
        Parser = Parser,
    };

    /// <summary>The class index of a row.</summary>
    /// <param name="row">0 to <see cref="Count"/> − 1.</param>
    public int LabelOf(int row) => _classOfLabel[_index.Rows[row].Label];

    /// <inheritdoc/>
    public bool SupportsRandomAccess => true;

    /// <inheritdoc/>
    public IRecordReader OpenReader() => new Reader(this);

    /// <summary>Reads the text of some rows, in the order asked for, into a buffer that it clears first. For any thread.</summary>
    /// <param name="rows">Row numbers, each from 0 to below <see cref="Count"/>.</param>
    /// <param name="records">Receives one record per row, each with its label.</param>
    /// <exception cref="DatasetFormatException">The file was changed since it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read(ReadOnlySpan<int> rows, RecordBuffer records)
    {
        records.Clear();
        Append(rows, records);
    }

    private void Append(ReadOnlySpan<int> rows, RecordBuffer records)
    {
        CheckUnchanged();
        while (!rows.IsEmpty)
        {
            int run = CountConsecutive(rows);
            ReadRun(rows[0], run, records);
            rows = rows[run..];
        }
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        if (Parser.TryParse(record, pixels))
        {
            return;
        }

        string? problem = CsvRowReader.Read(record, pixels, out int column);
        if (problem is not null)
        {
            throw new DatasetFormatException(Name, row + 1, column, problem);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static int[] MapLabels(string path, CsvIndex index, LabelBinarizer classes)
    {
        int[] classOfLabel = new int[index.Labels.Length];
        for (int label = 0; label < classOfLabel.Length; label++)
        {
            if (!classes.TryGetIndex(index.Labels[label], out classOfLabel[label]))
            {
                int row = Array.FindIndex(index.Rows, entry => entry.Label == label);
                throw new DatasetFormatException(
                    path, row + 1, 1, $"the label '{index.Labels[label]}' is not among the {classes.Classes.Count} classes of the training data.");
            }
        }

        return classOfLabel;
    }

    private static int CountConsecutive(ReadOnlySpan<int> rows)
    {
        int count = 1;
        while (count < rows.Length && rows[count] == rows[count - 1] + 1)
        {
            count++;
        }

        return count;
    }

    /// <summary>Reads rows that follow one another in the file with a single call of the system.</summary>
    private void ReadRun(int first, int count, RecordBuffer records)
    {
        long start = _index.Rows[first].Offset;
        CsvRow last = _index.Rows[first + count - 1];
        Span<byte> room = records.Reserve(checked((int)(last.Offset + last.Length - start)), out int offset);
        int read = 0;
        while (read < room.Length)
        {
            int more = RandomAccess.Read(_file, room[read..], start + read);
            if (more == 0)
            {
                throw Changed();
            }

            read += more;
        }

        foreach (CsvRow row in _index.Rows.AsSpan(first, count))
        {
            records.Add(offset + (int)(row.Offset - start), row.Length, _classOfLabel[row.Label]);
        }
    }

    private void CheckUnchanged()
    {
        if (RandomAccess.GetLength(_file) != _index.FileLength || File.GetLastWriteTimeUtc(_file) != _index.LastWriteTimeUtc)
        {
            throw Changed();
        }
    }

    private DatasetFormatException Changed() => new(
        Name,
        0,
        0,
        $"the file was changed while it was in use (it had {_index.FileLength:N0} bytes when it was opened, now "
        + $"{RandomAccess.GetLength(_file):N0}); start again, and leave the file alone meanwhile.");

    private void CheckShape(int found)
    {
        if (found != Shape.Length)
        {
            string advice = GuessShape(found) is { } guess
                ? $"If the images are {guess}, set Data:Height={guess.Height}, Data:Width={guess.Width} and Data:Channels={guess.Channels}."
                : "Set Data:Height, Data:Width and Data:Channels to the shape of the images.";
            throw new DatasetFormatException(
                Name, 1, 0, $"found {found} values behind the label; the shape {Shape} has {Shape.Length}. {advice}");
        }
    }

    private int CountValuesOfFirstRow()
    {
        var records = new RecordBuffer();
        ReadRun(0, 1, records);
        return CsvRowReader.CountValues(records[0]);
    }

    /// <summary>
    /// The square image, in colour or grey, that has so many values; null when there is none. (A square with four channels
    /// has as many values as a grey one of twice the side, which is the likelier.)
    /// </summary>
    private static ImageShape? GuessShape(int values)
    {
        foreach (int channels in (ReadOnlySpan<int>)[3, 1])
        {
            int side = (int)Math.Sqrt(values / channels);
            if (side > 0 && side * side * channels == values)
            {
                return new ImageShape(side, side, channels);
            }
        }

        return null;
    }

    /// <summary>Rows are read by position, so a reader has no place of its own to keep.</summary>
    private sealed class Reader(CsvImageDataset dataset) : IRecordReader
    {
        public ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            dataset.Append(rows.Span, records);
            return ValueTask.CompletedTask;
        }

        /// <summary>Does nothing: the file is the data set's.</summary>
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
