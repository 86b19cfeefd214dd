using System.Text;

namespace Trainer.SampleData;

/// <summary>Writes one picture as a row of CSV: <c>label,p0,p1,…</c> and a line feed, all of it ASCII.</summary>
internal static class CsvRow
{
    private static readonly byte[][] Cells =
        [.. Enumerable.Range(0, 256).Select(value => Encoding.ASCII.GetBytes($",{value}"))];

    /// <summary>The most bytes that a row may take.</summary>
    /// <param name="label">The label, ASCII.</param>
    /// <param name="values">The number of pixel values.</param>
    public static int MaxLength(string label, int values) => label.Length + 4 * values + 1;

    /// <summary>Writes a row.</summary>
    /// <param name="label">The label, ASCII without commas, quotes or line ends.</param>
    /// <param name="pixels">The pixel values in order.</param>
    /// <param name="row">Receives the row; at least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Write(string label, ReadOnlySpan<byte> pixels, Span<byte> row)
    {
        int length = Encoding.ASCII.GetBytes(label, row);
        foreach (byte pixel in pixels)
        {
            byte[] cell = Cells[pixel];
            cell.CopyTo(row[length..]);
            length += cell.Length;
        }

        row[length++] = (byte)'\n';
        return length;
    }
}
