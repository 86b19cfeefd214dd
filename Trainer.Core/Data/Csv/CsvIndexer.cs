using System.Runtime.InteropServices;
using System.Text;

namespace Trainer.Core.Data.Csv;

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

    // After so many rows their length says how many there will be; a list that grows by doubling would leave as much
    // behind.
    private const int RowsForEstimate = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadText _read;
    private readonly string _path;
    private readonly BadRows _badRows;
    private readonly long _length;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private readonly List<CsvRow> _rows = [];
    private readonly Dictionary<int, string> _problems = [];
    private readonly Dictionary<string, int> _labelIds = new(StringComparer.Ordinal);
    private readonly List<string> _labels = [];

    // The bytes of labels as they stand in the file, so that only the first of each is decoded.
    private readonly Dictionary<int, (byte[] Bytes, int Id)> _seenLabels = [];

    // The buffer holds the text's bytes [_base, _base + _end); the scan stands at _base + _position.
    private long _base;
    private int _position;
    private int _end;
    private long _line;
    private int _blankLines;

    private CsvIndexer(ReadText read, string path, BadRows badRows, long length)
    {
        _read = read;
        _path = path;
        _badRows = badRows;
        _length = length;
    }

    /// <summary>Indexes a text.</summary>
    /// <param name="read">Reads the text once, from its beginning to its end.</param>
    /// <param name="path">What error messages call the file.</param>
    /// <param name="badRows">Whether a row without a readable label is an error, or a row with a problem.</param>
    /// <param name="length">The text's length in bytes; 0 if it is not known.</param>
    /// <exception cref="DatasetFormatException">A row has no label or no values, or the file has no rows.</exception>
    public static CsvIndex Build(ReadText read, string path, BadRows badRows = BadRows.Fail, long length = 0)
    {
        var indexer = new CsvIndexer(read, path, badRows, length);
        indexer.Scan();
        return indexer._labels.Count > 0
            ? new CsvIndex([.. indexer._rows], [.. indexer._labels], indexer._problems)
            : throw new DatasetFormatException(path, 0, 0, indexer._rows.Count == 0
                ? "the file has no rows; expected lines of 'label,value,value,...'."
                : $"none of its {indexer._rows.Count} rows has a label; expected lines of 'label,value,value,...'.");
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
            if (PassBlankLine())
            {
                _blankLines++;
                continue;
            }

            RejectBlankLines();
            AddRow();
        }
    }

    /// <summary>Moves the scan to the next line if this one has nothing but white space.</summary>
    private bool PassBlankLine()
    {
        while (HasMore())
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_position.._end);
            int text = rest.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r');
            if (text >= 0)
            {
                // Leading spaces before a label are trimmed with it.
                bool blank = rest[text] == (byte)'\n';
                _position += blank ? text + 1 : 0;
                return blank;
            }

            // Cut by the end of the buffer: read on, and keep the spaces as long as there is room for them.
            if (rest.Length == _buffer.Length || !Refill())
            {
                _position = _end;
            }
        }

        return true;
    }

    /// <summary>
    /// Blank lines behind the last row are nothing; to pass over others in silence would hide a torn file.
    /// </summary>
    private void RejectBlankLines()
    {
        for (; _blankLines > 0; _blankLines--)
        {
            const string Problem = "the line is blank; remove it.";
            if (_badRows == BadRows.Fail)
            {
                throw new DatasetFormatException(_path, _line - _blankLines, 0, Problem);
            }

            AddBadRow(Problem);
        }
    }

    private void AddRow()
    {
        int label;
        try
        {
            label = ReadLabel();
        }
        catch (DatasetFormatException e) when (_badRows == BadRows.Skip)
        {
            // The scan still stands at the line's start.
            FindLineEnd();
            AddBadRow(e.Problem);
            return;
        }

        long start = _base + _position;
        long end = FindLineEnd();
        if (end - start > Array.MaxLength)
        {
            throw Error($"the row is {end - start:N0} bytes long; rows can have at most {Array.MaxLength:N0}.");
        }

        _rows.Add(new CsvRow(start, (int)(end - start), label));
        if (_rows.Count == RowsForEstimate)
        {
            const double Slack = 1.01;
            double rows = Slack * _length * RowsForEstimate / (_base + _position);
            _rows.EnsureCapacity((int)Math.Min(rows, Array.MaxLength));
        }
    }

    private void AddBadRow(string problem)
    {
        _problems.Add(_rows.Count, problem);
        _rows.Add(new CsvRow(_base + _position, 0, -1));
    }

    /// <summary>
    /// Reads the label at the line's start, leaves the scan behind its comma and returns the label's id.
    /// </summary>
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
            end = closing < 0 ? -1
                : text[closing..].IndexOfAny((byte)',', (byte)'\n') is var behind and >= 0 ? closing + behind
                : -1;
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
        var hash = new HashCode();
        hash.AddBytes(bytes);
        int key = hash.ToHashCode();
        if (_seenLabels.TryGetValue(key, out (byte[] Bytes, int Id) seen) && bytes.SequenceEqual(seen.Bytes))
        {
            return seen.Id;
        }

        string label = Decode(bytes);
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_labelIds, label, out bool known);
        if (!known)
        {
            id = _labels.Count;
            _labels.Add(label);
        }

        _seenLabels[key] = (bytes.ToArray(), id);
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

    /// <summary>Replaces the buffer, which is used up, by the next part of the text.</summary>
    private bool Fill()
    {
        _base += _end;
        _position = 0;
        _end = _read(_buffer);
        return _end > 0;
    }

    /// <summary>Keeps the rest of the buffer, moved to its front, and reads more behind it.</summary>
    private bool Refill()
    {
        _buffer.AsSpan(_position.._end).CopyTo(_buffer);
        _base += _position;
        _end -= _position;
        _position = 0;
        int read = _read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }

    private DatasetFormatException Error(string problem) => new(_path, _line, 0, problem);
}
