using Microsoft.Win32.SafeHandles;
using Trainer.Augment.Images;
using Trainer.Core.Data.Csv;
using Trainer.Core.Data.Parsing;

namespace Trainer.Core.Data;

/// <summary>
/// Images stored as CSV text, one per row: <c>label,p0,p1,…</c>, the pixels row-major with interleaved channels, 0–255,
/// no header.
/// </summary>
/// <remarks>
/// Opening makes one pass over the file for its index and keeps 16 bytes per row; pixels are read by position when they
/// are asked for. The file is not mapped into memory: a mapped file that shrinks ends the process. A file that gzip has
/// compressed is unpacked once, into a temporary file that vanishes with the data set.
/// </remarks>
public sealed class CsvImageDataset : IImageDataset
{
    private readonly SafeFileHandle _file;
    private readonly FileStamp _stamp;
    private readonly CsvContents _contents;

    private CsvImageDataset(SafeFileHandle file, FileStamp stamp, CsvContents contents, PixelType pixelType)
    {
        _file = file;
        _stamp = stamp;
        _contents = contents;
        PixelType = pixelType;
    }

    /// <summary>The shape of the tutorial's images.</summary>
    public static ImageShape DefaultShape { get; } = new(64, 64, 3);

    /// <inheritdoc/>
    public string Name => _contents.Path;

    /// <inheritdoc/>
    public ImageShape Shape => _contents.Shape;

    /// <inheritdoc/>
    public LabelBinarizer Labels => _contents.Labels;

    /// <inheritdoc/>
    public int Count => _contents.Rows.Length;

    /// <inheritdoc/>
    public PixelType PixelType { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ExtraNames => _contents.Decoder.ExtraNames;

    /// <inheritdoc/>
    public bool SupportsRandomAccess => true;

    /// <summary>What parses the pixels; tests and benchmarks put another one here.</summary>
    internal IPixelParser Parser { get => _contents.Decoder.Parser; set => _contents.Decoder.Parser = value; }

    /// <summary>The length of the longest row's values in bytes of text.</summary>
    public int LongestRow => _contents.Rows.Max(row => row.Length);

    /// <summary>Opens a file and indexes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The shape of its images; null for <see cref="DefaultShape"/>.</param>
    /// <param name="labels">
    /// The classes to use, as a test file takes those of its training file; null to take the file's own, sorted by code
    /// point.
    /// </param>
    /// <inheritdoc cref="Open(string, CsvOptions)"/>
    public static CsvImageDataset Open(string path, ImageShape? shape = null, LabelBinarizer? labels = null) =>
        Open(path, new CsvOptions { Shape = shape, Labels = labels });

    /// <summary>Opens a file and indexes it.</summary>
    /// <param name="path">The file, as text or compressed with gzip.</param>
    /// <param name="options">How it is to be read.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">
    /// The file has no rows, a row has no label, the first row is not of that shape, a label is not among the classes,
    /// or a compressed file is damaged.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read, or there is no room to unpack it.</exception>
    public static CsvImageDataset Open(string path, CsvOptions options) => Open(path, options, _ => DefaultShape);

    /// <summary>
    /// Opens a file whose shape is not known: the square image that the first row's number of values allows.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <inheritdoc cref="Open(string, CsvOptions)"/>
    public static CsvImageDataset OpenAnyShape(string path) => Open(
        path, new CsvOptions(), values => CsvDecoder.GuessShape(values) ?? new ImageShape(1, values, 1));

    private static CsvImageDataset Open(string path, CsvOptions options, Func<int, ImageShape> chooseShape)
    {
        SafeFileHandle file = UnpackedFile.Open(path);
        try
        {
            FileStamp stamp = FileStamp.Of(file);
            using var stream = new PositionedStream(file);
            CsvIndex index = CsvIndexer.Build(stream.Read, path, options.BadRows, stamp.Length);
            CsvContents contents = CsvContents.Create(path, index, options, chooseShape, ReadRow);
            return new CsvImageDataset(file, stamp, contents, options.PixelType);

            ReadOnlySpan<byte> ReadRow(CsvRow row)
            {
                byte[] text = new byte[row.Length];
                ReadExactly(file, stamp, path, text, row.Offset);
                return text;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The same file with other classes; takes it over.</summary>
    /// <exception cref="DatasetFormatException">A label of the file is not among them.</exception>
    internal CsvImageDataset WithLabels(LabelBinarizer labels) =>
        new(_file, _stamp, _contents.WithLabels(labels), PixelType);

    /// <summary>The class index of a row; −1 when it has none.</summary>
    /// <param name="row">0 to <see cref="Count"/> − 1.</param>
    public int LabelOf(int row) => _contents.ClassOf(_contents.Rows[row]);

    /// <inheritdoc/>
    public void WarmUp()
    {
        Read([0], new RecordBuffer());
        _contents.Decoder.WarmUp();
    }

    /// <inheritdoc/>
    public IRecordReader OpenReader() => new Reader(this);

    /// <summary>
    /// Reads the text of some rows, in the order asked for, into a buffer that it clears first. For any thread.
    /// </summary>
    /// <param name="rows">Row numbers, each from 0 to below <see cref="Count"/>.</param>
    /// <param name="records">Receives one record per row, each with its label.</param>
    /// <exception cref="DatasetFormatException">The file was changed since it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read(ReadOnlySpan<int> rows, RecordBuffer records)
    {
        records.Clear();
        Append(rows, records);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        _contents.RequireGood(row);
        _contents.Decoder.Decode(record, row, pixels);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<float> pixels)
    {
        _contents.RequireGood(row);
        _contents.Decoder.Decode(record, row, pixels);
    }

    /// <inheritdoc/>
    public void DecodeExtras(ReadOnlySpan<byte> record, int row, Span<float> extras) =>
        _contents.Decoder.DecodeExtras(record, row, extras);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Append(ReadOnlySpan<int> rows, RecordBuffer records)
    {
        _stamp.RequireUnchanged(_file, Name);
        while (!rows.IsEmpty)
        {
            int run = CountConsecutive(rows);
            ReadRun(rows[0], run, records);
            rows = rows[run..];
        }
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
        ReadOnlySpan<CsvRow> rows = _contents.Rows.AsSpan(first, count);
        long start = rows[0].Offset;
        Span<byte> room = records.Reserve(checked((int)(rows[^1].Offset + rows[^1].Length - start)), out int offset);
        ReadExactly(_file, _stamp, Name, room, start);
        foreach (CsvRow row in rows)
        {
            records.Add(offset + (int)(row.Offset - start), row.Length, _contents.ClassOf(row));
        }
    }

    private static void ReadExactly(SafeFileHandle file, FileStamp stamp, string path, Span<byte> room, long offset)
    {
        int read = 0;
        while (read < room.Length)
        {
            int more = RandomAccess.Read(file, room[read..], offset + read);
            if (more == 0)
            {
                throw stamp.Changed(file, path);
            }

            read += more;
        }
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
