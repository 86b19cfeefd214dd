using System.Text;
using Trainer.Augment.Images;
using Trainer.Core.Data.Parsing;

namespace Trainer.Core.Data.Csv;

/// <summary>Turns the text behind a row's label into extra values and pixels. For any thread.</summary>
internal sealed class CsvDecoder
{
    // The label is column 1.
    private const int FirstColumn = 2;

    private readonly string _path;
    private readonly ImageShape _shape;
    private readonly IReadOnlyList<ExtraColumn> _extras;
    private readonly byte[][][] _categories;

    /// <summary>Makes a decoder for one file.</summary>
    public CsvDecoder(string path, ImageShape shape, IReadOnlyList<ExtraColumn> extras)
    {
        _path = path;
        _shape = shape;
        _extras = extras;
        _categories =
            [.. extras.Select(column => (byte[][])[.. (column.Categories ?? []).Select(Encoding.UTF8.GetBytes)])];
        ExtraNames = [.. extras.SelectMany(column => column.ValueNames)];
    }

    /// <summary>What parses the pixels; tests and benchmarks put another one here.</summary>
    public IPixelParser Parser { get; set; } = PixelParsers.Best;

    /// <summary>The names of the extra values.</summary>
    public IReadOnlyList<string> ExtraNames { get; }

    /// <summary>Has the parser of bytes compiled, with a row of zeros.</summary>
    public void WarmUp()
    {
        byte[] text = new byte[(2 * _shape.Length) - 1];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = i % 2 == 0 ? (byte)'0' : (byte)',';
        }

        Parser.TryParse(text, new byte[_shape.Length]);
    }

    /// <summary>The pixels as bytes.</summary>
    /// <exception cref="DatasetFormatException">The row is not an image of the shape.</exception>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        ReadOnlySpan<byte> text = PixelText(record, row);
        if (!Parser.TryParse(text, pixels))
        {
            Require(CsvRowReader.Read(text, pixels, FirstColumn + _extras.Count, out int column), row, column);
        }
    }

    /// <summary>The pixels as floats.</summary>
    /// <exception cref="DatasetFormatException">The row is not an image of the shape.</exception>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<float> pixels) =>
        Require(
            CsvRowReader.Read(PixelText(record, row), pixels, FirstColumn + _extras.Count, out int column),
            row,
            column);

    /// <summary>The extra values.</summary>
    /// <exception cref="DatasetFormatException">A value is not a number, or not one of its categories.</exception>
    public void DecodeExtras(ReadOnlySpan<byte> record, int row, Span<float> extras)
    {
        extras.Clear();
        for (int i = 0; i < _extras.Count; i++)
        {
            int comma = FindComma(record, row);
            Require(ReadExtra(i, record[..comma].Trim(" \t"u8), extras), row, FirstColumn + i);
            extras = extras[_extras[i].Width..];
            record = record[(comma + 1)..];
        }
    }

    /// <summary>Refuses a row with another number of values than the shape and the extra columns have.</summary>
    /// <exception cref="DatasetFormatException">The number is another.</exception>
    public void CheckShape(ReadOnlySpan<byte> record, int row)
    {
        int found = CsvRowReader.CountValues(record) - _extras.Count;
        if (found != _shape.Length)
        {
            string advice = GuessShape(found) is { } guess
                ? $"If the images are {guess}, set Data:Height={guess.Height}, Data:Width={guess.Width} and "
                    + $"Data:Channels={guess.Channels}."
                : "Set Data:Height, Data:Width and Data:Channels to the shape of the images.";
            throw new DatasetFormatException(
                _path, row + 1, 0, $"found {found} values behind the label{DescribeExtras()}; "
                    + $"the shape {_shape} has {_shape.Length}. {advice}");
        }
    }

    /// <summary>
    /// The square image, in colour or grey, that has so many values; null when there is none. (A square with four
    /// channels has as many values as a grey one of twice the side, which is the likelier.)
    /// </summary>
    public static ImageShape? GuessShape(int values)
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

    private string? ReadExtra(int index, ReadOnlySpan<byte> value, Span<float> values)
    {
        ExtraColumn column = _extras[index];
        if (column.Categories is null)
        {
            return CsvRowReader.TryParseFloat(value, out values[0])
                ? null
                : $"the column {column.Name} has '{CsvRowReader.Show(value)}', which is not a finite number.";
        }

        for (int i = 0; i < column.Categories.Count; i++)
        {
            if (value.SequenceEqual(_categories[index][i]))
            {
                values[i] = 1;
                return null;
            }
        }

        return $"the column {column.Name} has '{CsvRowReader.Show(value)}', which is none of its categories: "
            + $"{string.Join(", ", column.Categories)}.";
    }

    private ReadOnlySpan<byte> PixelText(ReadOnlySpan<byte> record, int row)
    {
        for (int i = 0; i < _extras.Count; i++)
        {
            record = record[(FindComma(record, row) + 1)..];
        }

        return record;
    }

    private int FindComma(ReadOnlySpan<byte> record, int row)
    {
        int comma = record.IndexOf((byte)',');
        return comma >= 0
            ? comma
            : throw new DatasetFormatException(_path, row + 1, 0, $"the row ends before its pixels{DescribeExtras()}.");
    }

    private string DescribeExtras() =>
        _extras.Count == 0
            ? string.Empty
            : $" and the extra columns ({string.Join(", ", _extras.Select(column => column.Name))})";

    private void Require(string? problem, int row, int column)
    {
        if (problem is not null)
        {
            throw new DatasetFormatException(_path, row + 1, column, problem);
        }
    }
}
