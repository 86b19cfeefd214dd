using System.Globalization;

namespace Trainer.Host.Live.Watch;

/// <summary>
/// Curves drawn with the dots of Braille characters: two columns and four rows of dots to a character.
/// </summary>
internal static class CharacterChart
{
    private const int DotColumns = 2;
    private const int DotRows = 4;
    private const char Blank = '\u2800';
    private const int LabelWidth = 6;

    // The bit of each dot, by row and column, as Unicode numbers them.
    private static readonly int[,] Bits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>
    /// Draws curves over one axis; their first values are at its left end, and the last of the longest at its right.
    /// </summary>
    /// <param name="curves">The values of each, at equal distances; those that are not finite are left out.</param>
    /// <param name="position">Where on the vertical axis a value stands.</param>
    /// <param name="width">Characters per line, labels included; at least 10.</param>
    /// <param name="height">Lines; at least 2.</param>
    /// <returns>
    /// For each line its label and its characters; for each character the curve that it belongs to, or −1.
    /// </returns>
    public static IReadOnlyList<(string Label, IReadOnlyList<(char Character, int Curve)> Cells)> Draw(
        IReadOnlyList<IReadOnlyList<double>> curves, Func<double, double> position, int width, int height)
    {
        int columns = Math.Max(1, width - LabelWidth - 1);
        int longest = curves.Select(curve => curve.Count).DefaultIfEmpty(0).Max();
        (double low, double high) = Range(curves);
        var bits = new int[height, columns];
        var owners = new int[height, columns];
        for (int line = 0; line < height; line++)
        {
            for (int column = 0; column < columns; column++)
            {
                owners[line, column] = -1;
            }
        }

        for (int curve = 0; curve < curves.Count; curve++)
        {
            double Place(int index) => (double)index / Math.Max(longest - 1, 1);
            double Share(double value) => (position(high) - position(value)) / (position(high) - position(low));
            (double, double)[] points =
            [
                .. curves[curve].Index().Where(point => double.IsFinite(point.Item)).Select(
                    point => (Place(point.Index), Share(point.Item))),
            ];
            foreach ((int x, int y) in Dots(points, columns * DotColumns, height * DotRows))
            {
                bits[y / DotRows, x / DotColumns] |= Bits[y % DotRows, x % DotColumns];
                owners[y / DotRows, x / DotColumns] = curve;
            }
        }

        var lines = new List<(string, IReadOnlyList<(char, int)>)>();
        for (int line = 0; line < height; line++)
        {
            var cells = new (char, int)[columns];
            for (int column = 0; column < columns; column++)
            {
                cells[column] = ((char)(Blank + bits[line, column]), owners[line, column]);
            }

            lines.Add((LabelOf(line, height, low, high), cells));
        }

        return lines;
    }

    private static (double Low, double High) Range(IReadOnlyList<IReadOnlyList<double>> curves)
    {
        double[] finite = [.. curves.SelectMany(curve => curve).Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return (0, 1);
        }

        (double low, double high) = (finite.Min(), finite.Max());
        return high > low ? (low, high) : (low - 0.5, high + 0.5);
    }

    /// <summary>The dots of a curve, neighbours joined by straight lines.</summary>
    /// <param name="points">Shares of the width from the left and of the height from above, 0 to 1.</param>
    /// <param name="width">Dots from left to right.</param>
    /// <param name="height">Dots from top to bottom.</param>
    private static IEnumerable<(int X, int Y)> Dots(IReadOnlyList<(double X, double Y)> points, int width, int height)
    {
        (int X, int Y)? before = null;
        foreach ((double shareX, double shareY) in points)
        {
            int x = (int)Math.Round(shareX * (width - 1));
            int y = (int)Math.Round(shareY * (height - 1));
            (int fromX, int fromY) = before ?? (x, y);
            int length = Math.Max(Math.Max(Math.Abs(x - fromX), Math.Abs(y - fromY)), 1);
            for (int part = 0; part <= length; part++)
            {
                double share = (double)part / length;
                yield return (
                    (int)Math.Round(fromX + (share * (x - fromX))), (int)Math.Round(fromY + (share * (y - fromY))));
            }

            before = (x, y);
        }
    }

    private static string LabelOf(int line, int height, double low, double high)
    {
        double? value = line == 0 ? high : line == height - 1 ? low : null;
        string? label = value?.ToString(Math.Abs(value.Value) < 100 ? "F3" : "G4", CultureInfo.InvariantCulture);
        return (label ?? string.Empty).PadLeft(LabelWidth);
    }
}
