using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Trainer.Augment.Images;
using Trainer.Core.Data.Csv;

namespace Trainer.Core.Data;

/// <summary>A CSV file of images, as <see cref="CsvImageDataset"/>, compressed with gzip. It is never whole in memory.</summary>
/// <remarks>
/// A compressed file can only be read from its beginning to its end. Opening decompresses it once for its index, and every
/// pass over the data decompresses it once more, in the reading stage.
/// </remarks>
public sealed class GzipCsvDataset : IImageDataset
{
    private readonly SafeFileHandle _file;
    private readonly FileStamp _stamp;
    private readonly CsvContents _contents;

    private GzipCsvDataset(SafeFileHandle file, FileStamp stamp, CsvContents contents, PixelType pixelType)
    {
        _file = file;
        _stamp = stamp;
        _contents = contents;
        PixelType = pixelType;
    }

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
    public bool SupportsRandomAccess => false;

    /// <summary>Opens a file and indexes it.</summary>
    /// <inheritdoc cref="CsvImageDataset.Open(string, CsvOptions)"/>
    public static GzipCsvDataset Open(string path, CsvOptions? options = null)
    {
        CsvOptions given = options ?? new CsvOptions();
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        try
        {
            FileStamp stamp = FileStamp.Of(file);
            CsvIndex index;
            using (var text = new GzipText(file, stamp, path))
            {
                index = CsvIndexer.Build(text.Read, path, given.BadRows);
                text.RequireWhole();
            }

            using var rows = new GzipText(file, stamp, path);
            CsvContents contents = CsvContents.Create(path, index, given, _ => CsvImageDataset.DefaultShape, rows.ReadRow);
            return new GzipCsvDataset(file, stamp, contents, given.PixelType);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file begins as one that gzip has made.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static bool IsGzip(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        Span<byte> magic = stackalloc byte[2];
        return RandomAccess.Read(file, magic, 0) == 2 && magic is [0x1F, 0x8B];
    }

    /// <inheritdoc/>
    public void WarmUp() => _contents.Decoder.WarmUp();

    /// <inheritdoc/>
    public IRecordReader OpenReader() => new Reader(this);

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

    private sealed class Reader(GzipCsvDataset dataset) : IRecordReader
    {
        private readonly GzipText _text = new(dataset._file, dataset._stamp, dataset.Name);

        public ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            foreach (int number in rows.Span)
            {
                cancellation.ThrowIfCancellationRequested();
                CsvRow row = dataset._contents.Rows[number];
                _text.ReadRow(row, records.Reserve(row.Length, out int offset));
                records.Add(offset, row.Length, dataset._contents.ClassOf(row));
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _text.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The decompressed text from its beginning, with a place that moves forward, and back to the start when need be.</summary>
    private sealed class GzipText(SafeFileHandle file, FileStamp stamp, string path) : IDisposable
    {
        private readonly byte[] _passedOver = new byte[64 * 1024];
        private GZipStream? _stream;
        private long _position;

        public int Read(Span<byte> buffer)
        {
            try
            {
                int read = (_stream ??= Begin()).Read(buffer);
                _position += read;
                return read;
            }
            catch (InvalidDataException e)
            {
                throw new DatasetFormatException(path, 0, 0, $"the file cannot be decompressed: {e.Message}");
            }
        }

        /// <summary>Refuses a file that is cut off, which decompresses without an error, once all of it was read.</summary>
        public void RequireWhole()
        {
            // The last four bytes are the length of the text modulo 2³² (RFC 1952).
            Span<byte> ending = stackalloc byte[sizeof(uint)];
            RandomAccess.Read(file, ending, stamp.Length - ending.Length);
            if (BinaryPrimitives.ReadUInt32LittleEndian(ending) != unchecked((uint)_position))
            {
                throw new DatasetFormatException(
                    path, 0, 0, "the file is cut off, or put together from several compressed files; compress the whole of its text anew.");
            }
        }

        public ReadOnlySpan<byte> ReadRow(CsvRow row)
        {
            byte[] text = new byte[row.Length];
            ReadRow(row, text);
            return text;
        }

        public void ReadRow(CsvRow row, Span<byte> text)
        {
            stamp.RequireUnchanged(file, path);
            if (row.Offset < _position)
            {
                Dispose();
            }

            while (_position < row.Offset)
            {
                ReadSome(_passedOver.AsSpan(0, (int)Math.Min(_passedOver.Length, row.Offset - _position)));
            }

            while (!text.IsEmpty)
            {
                text = text[ReadSome(text)..];
            }
        }

        public void Dispose()
        {
            _stream?.Dispose();
            _stream = null;
            _position = 0;
        }

        private int ReadSome(Span<byte> buffer) => Read(buffer) is var read and > 0 ? read : throw stamp.Changed(file, path);

        private GZipStream Begin() => new(new PositionedStream(file), CompressionMode.Decompress);
    }
}
