using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Trainer.Core.Data;

/// <summary>
/// Builds a <see cref="CsvIndex"/> in one sequential pass that looks at labels and line ends only and keeps no pixels.
/// </summary>
/// <remarks>
/// Rows end with LF or CRLF, the last one may end with the file; a UTF-8 byte order mark is passed over; a label may be
/// quoted, with <c>""</c> for a quote inside (RFC 4180), but does not span lines.
/// </remarks>
internal sealed class CsvIndexer
{
    // Fits the L2 cache, so that the scan runs from there.
    private const int BufferBytes = 256 * 1024;
    private const byte Quote = (byte)'"';

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private readonly List<CsvRow> _rows = [];
    private readonly Dictionary<string, int> _labelIds = new(StringComparer.Ordinal);
    private readonly List<string> _labels = [];
    private byte[] _lastLabelBytes = [];
    private int _lastLabelId = -1;

    // The buffer holds the file's bytes [_base, _base + _end); the scan stands at _base + _position.
    private long _base;
    private int _position;
    private int _end;
    private long _line;

    private CsvIndexer(SafeFileHandle file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Indexes an open file.</summary>
    /// <param name="file">The file, opened for reading.</param>
    /// <param name="path">What error messages call it.</param>
    /// <exception cref="DatasetFormatException">A row has no label or no values, or the file has no rows.</exception>
    public static CsvIndex Build(SafeFileHandle file, string path)
    {
        long length = RandomAccess.GetLength(file);
        DateTime stamp = File.GetLastWriteTimeUtc(file);
        var indexer = new CsvIndexer(file, path);
        indexer.Scan();
        if (indexer._rows.Count == 0)
        {
            throw new DatasetFormatException(path, 0, 0, "the file has no rows; expected lines of 'label,value,value,...'.");
        }

        return new CsvIndex([.. indexer._rows], [.. indexer._labels], length, stamp);
    }

    private void Scan()
    {
        Fill();
        if (_buffer.AsSpan(0, _end) is [0xEF, 0xBB, 0xBF, ..])
        {
            _position = 3;
        }

        while (HasMore())
        {
            _line++;
            if (SkipTrailingBlankLines())
            {
                return;
            }

            int label = ReadLabel();
            long start = _base + _position;
            long end = FindLineEnd();
            if (end - start > Array.MaxLength)
            {
                throw Error($"the row is {end - start:N0} bytes long; rows can have at most {Array.MaxLength:N0}.");
            }

            _rows.Add(new CsvRow(start, (int)(end - start), label));
        }
    }

    /// <summary>
    /// True when only white space is left. A blank line before the last row is an error: to pass over it in silence
    /// would hide a torn file.
    /// </summary>
    private bool SkipTrailingBlankLines()
    {
        if (_buffer[_position] is not ((byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t'))
        {
            return false;
        }

        bool blank = false;
        while (HasMore())
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_position.._end);
            int text = rest.IndexOfAnyExcept("\r\n \t"u8);
            blank |= (text < 0 ? rest : rest[..text]).Contains((byte)'\n');
            if (text >= 0)
            {
                // Leading spaces before a label on the same line are trimmed like any others.
                return blank ? throw Error("the line is blank; remove it.") : false;
            }

            _position = _end;
        }

        return true;
    }

    /// <summary>Reads the label at the line's start, leaves the scan behind its comma and returns the label's id.</summary>
    private int ReadLabel()
    {
        while (true)
        {
            ReadOnlySpan<byte> text = _buffer.AsSpan(_position.._end);
            int comma = FindLabelEnd(text);
            if (comma >= 0)
            {
                int id = IdOf(text[..comma]);
                _position += comma + 1;
                return id;
            }

            // The label is cut by the end of the buffer: move it to the front and read on.
            if (text.Length == _buffer.Length || !Refill())
            {
                throw Error("there is no comma behind the label; expected 'label,value,value,...'.");
            }
        }
    }

    /// <summary>The position of the comma behind the label, or −1 when the text ends first.</summary>
    private int FindLabelEnd(ReadOnlySpan<byte> text)
    {
        int quote = text.IndexOfAnyExcept((byte)' ', (byte)'\t');
        int end;
        if (quote < 0 || text[quote] != Quote)
        {
            end = text.IndexOfAny((byte)',', (byte)'\n');
        }
        else
        {
            int closing = FindClosingQuote(text, quote + 1);
            end = closing < 0 ? -1 : text[closing..].IndexOfAny((byte)',', (byte)'\n') is var behind and >= 0 ? closing + behind : -1;
        }

        if (end >= 0 && text[end] == (byte)'\n')
        {
            throw Error("there is no comma behind the label; expected 'label,value,value,...'.");
        }

        return end;
    }

    private int FindClosingQuote(ReadOnlySpan<byte> text, int from)
    {
        for (int at = from; at < text.Length; at++)
        {
            if (text[at] == (byte)'\n')
            {
                throw Error("the label's quote is not closed on its line.");
            }

            if (text[at] == Quote)
            {
                if (at + 1 < text.Length && text[at + 1] == Quote)
                {
                    at++;
                    continue;
                }

                // At the very end of the buffer a second quote may still follow: read on first.
                return at + 1 < text.Length ? at : -1;
            }
        }

        return -1;
    }

    private int IdOf(ReadOnlySpan<byte> bytes)
    {
        // Files are often sorted by class, so the label before is the likeliest.
        if (_lastLabelId >= 0 && bytes.SequenceEqual(_lastLabelBytes))
        {
            return _lastLabelId;
        }

        string label = Decode(bytes);
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_labelIds, label, out bool known);
        if (!known)
        {
            id = _labels.Count;
            _labels.Add(label);
        }

        _lastLabelBytes = bytes.ToArray();
        _lastLabelId = id;
        return id;
    }

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        string label;
        try
        {
            label = Utf8.GetString(bytes).Trim();
        }
        catch (DecoderFallbackException)
        {
            throw Error("the label is not UTF-8 text; save the file as UTF-8.");
        }

        if (label.StartsWith('"'))
        {
            label = Unquote(label).Trim();
        }

        return label.Length > 0 ? label : throw Error("the label is empty; expected 'label,value,value,...'.");
    }

    private string Unquote(string label)
    {
        string inside = label.Length >= 2 && label.EndsWith('"') ? label[1..^1] : "\"";
        return inside.Replace("\"\"", string.Empty, StringComparison.Ordinal).Contains('"')
            ? throw Error($"there is text behind the label's closing quote: {label}")
            : inside.Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    /// <summary>Moves the scan to the next line and returns where this one ends, its line break not counted.</summary>
    private long FindLineEnd()
    {
        byte last = 0;
        while (HasMore())
        {
            ReadOnlySpan<byte> text = _buffer.AsSpan(_position.._end);
            int newline = text.IndexOf((byte)'\n');
            if (newline >= 0)
            {
                last = newline > 0 ? text[newline - 1] : last;
                _position += newline + 1;
                return _base + _position - 1 - (last == (byte)'\r' ? 1 : 0);
            }

            last = text[^1];
            _position = _end;
        }

        return _base + _end - (last == (byte)'\r' ? 1 : 0);
    }

    private bool HasMore() => _position < _end || Fill();

    /// <summary>Replaces the buffer, which is used up, by the next part of the file.</summary>
    private bool Fill()
    {
        _base += _end;
        _position = 0;
        _end = RandomAccess.Read(_file, _buffer, _base);
        return _end > 0;
    }

    /// <summary>Keeps the rest of the buffer, moved to its front, and reads more behind it.</summary>
    private bool Refill()
    {
        _buffer.AsSpan(_position.._end).CopyTo(_buffer);
        _base += _position;
        _end -= _position;
        _position = 0;
        int read = RandomAccess.Read(_file, _buffer.AsSpan(_end), _base + _end);
        _end += read;
        return read > 0;
    }

    private DatasetFormatException Error(string problem) => new(_path, _line, 0, problem);
}
