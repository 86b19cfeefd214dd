using Trainer.Host.Live.Watch;
using Xunit;

namespace Trainer.Tests.Host.Live;

public sealed class CharacterChartTests
{
    [Fact]
    public void Draw_RisingLine_GoesFromTheLowerLeftToTheUpperRight() => Assert.Equal(
        " 1.000 ⠀⠀⢀⠤⠊\n 0.000 ⡠⠒⠁⠀⠀", Text([[0, 1]], width: 12, height: 2));

    [Fact]
    public void Draw_ShorterCurve_EndsWhereItsValuesEnd()
    {
        // Two of three values reach to the middle of twenty dots, which is in the sixth character.
        var lines = CharacterChart.Draw([[0, 0, 0], [1, 1]], value => value, 17, 2);

        Assert.All(lines[1].Cells, cell => Assert.Equal(0, cell.Curve));
        Assert.Equal([1, 1, 1, 1, 1, 1, -1, -1, -1, -1], lines[0].Cells.Select(cell => cell.Curve));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Draw_NothingOrOneValue_Draws(int count)
    {
        string text = Text([Enumerable.Repeat(2.5, count).ToArray(), [double.NaN]], 20, 3);

        Assert.Equal(3, text.Split('\n').Length);
        Assert.Equal(count, text.Count(character => character > '\u2800'));
    }

    [Fact]
    public void Draw_Position_IsThatOfTheScale()
    {
        // On a logarithmic scale 10 is half-way from 1 to 100.
        var lines = CharacterChart.Draw([[1, 10, 100]], Math.Log10, 27, 3);

        Assert.NotEqual('\u2800', lines[1].Cells[10].Character);
        Assert.Equal(["100", "", "1.000"], lines.Select(line => line.Label.Trim()));
    }

    private static string Text(IReadOnlyList<IReadOnlyList<double>> curves, int width, int height) => string.Join('\n',
        CharacterChart.Draw(curves, value => value, width, height).Select(line => $"{line.Label} {string.Concat(line.Cells.Select(cell => cell.Character))}"));
}
