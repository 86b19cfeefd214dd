using System.Text;
using Trainer.Core.Data;
using Trainer.Core.Data.Csv;
using Xunit;

namespace Trainer.Tests.Core.Data.Csv;

public sealed class CsvIndexerTests
{
    private const string FilePath = "data.csv";
    private const int ScanBuffer = 256 * 1024;

    [Theory]
    [InlineData("rose,1,2\ntulip,30\n")]
    [InlineData("rose,1,2\r\ntulip,30\r\n")]
    [InlineData("rose,1,2\ntulip,30")]
    [InlineData("rose,1,2\r\ntulip,30\r")]
    [InlineData("rose,1,2\r\ntulip,30\n\n\r\n  \n\t")]
    [InlineData("\uFEFFrose,1,2\ntulip,30\n")]
    [InlineData("  rose\t,1,2\n \"tulip\" ,30\n")]
    public void Build_AnyLineEnds_FindsTheSameRows(string text)
    {
        Found found = Build(text);

        Assert.Equal(["1,2", "30"], found.Values);
        Assert.Equal(["rose", "tulip"], found.Labels);
    }

    [Theory]
    [InlineData("\"rose, red\",1", "rose, red")]
    [InlineData("\"the \"\"rose\"\"\",1", "the \"rose\"")]
    [InlineData("\"\"\"\",1", "\"")]
    [InlineData("\" rose \",1", "rose")]
    [InlineData("ro\"se,1", "ro\"se")]
    [InlineData("薔薇,1", "薔薇")]
    [InlineData("वन फूल,1", "वन फूल")]
    [InlineData("🌹,1", "🌹")]
    public void Build_QuotedOrForeignLabel_IsTheLabel(string text, string expected) =>
        Assert.Equal([expected], Build(text).Labels);

    [Fact]
    public void Build_RepeatedLabels_KeepsOneOfEachInOrderOfAppearance()
    {
        Found found = Build("b,1\na,2\nb,3\n\"a\",4\nc,5\n");

        Assert.Equal(["b", "a", "b", "a", "c"], found.Labels);
        Assert.Equal(["b", "a", "c"], found.Index.Labels);
    }

    [Theory]
    [InlineData("", "the file has no rows; expected lines of 'label,value,value,...'.")]
    [InlineData("\uFEFF", "the file has no rows; expected lines of 'label,value,value,...'.")]
    [InlineData("\n \r\n", "the file has no rows; expected lines of 'label,value,value,...'.")]
    public void Build_NoRows_SaysSo(string text, string expected) => AssertError(text, $"{FilePath}: {expected}");

    [Theory]
    [InlineData("a,1\n\nb,2\n", 2, "the line is blank; remove it.")]
    [InlineData("\na,1\n", 1, "the line is blank; remove it.")]
    [InlineData("a,1\n  \r\nb,2\n", 2, "the line is blank; remove it.")]
    [InlineData("a,1\nb\nc,2\n", 2, "there is no comma behind the label; expected 'label,value,value,...'.")]
    [InlineData("a,1\nb", 2, "there is no comma behind the label; expected 'label,value,value,...'.")]
    [InlineData("a,1\n\"b\"", 2, "there is no comma behind the label; expected 'label,value,value,...'.")]
    [InlineData("a,1\n\"b\"\nc,2\n", 2, "there is no comma behind the label; expected 'label,value,value,...'.")]
    [InlineData("a,1\n,2\n", 2, "the label is empty; expected 'label,value,value,...'.")]
    [InlineData("a,1\n \t,2\n", 2, "the label is empty; expected 'label,value,value,...'.")]
    [InlineData("a,1\n\"\",2\n", 2, "the label is empty; expected 'label,value,value,...'.")]
    [InlineData("a,1\n\"b,2\nc,3\n", 2, "the label's quote is not closed on its line.")]
    [InlineData("\"b\"c,2\n", 1, "there is text behind the label's closing quote: \"b\"c")]
    [InlineData("\"b\"c\",2\n", 1, "there is text behind the label's closing quote: \"b\"c\"")]
    public void Build_BadLine_NamesTheLineAndTheRemedy(string text, long line, string problem) =>
        AssertError(text, $"{FilePath}, row {line}: {problem}");

    [Theory]
    [InlineData("a,1\n\nb,2\n", "the line is blank; remove it.")]
    [InlineData("a,1\n \t\r\nb,2", "the line is blank; remove it.")]
    [InlineData("a,1\nx\nb,2\n\n\n", "there is no comma behind the label; expected 'label,value,value,...'.")]
    [InlineData("a,1\n,5\nb,2\n", "the label is empty; expected 'label,value,value,...'.")]
    [InlineData("a,1\n\"x,5\nb,2\n", "the label's quote is not closed on its line.")]
    public void Build_BadLineToSkip_KeepsItsRowNumberAndItsProblem(string text, string problem)
    {
        Found found = Build(text, BadRows.Skip);

        Assert.Equal(["1", string.Empty, "2"], found.Values);
        Assert.Equal(["a", string.Empty, "b"], found.Labels);
        Assert.Equal(problem, Assert.Single(found.Index.Problems).Value);
        Assert.Equal(1, Assert.Single(found.Index.Problems).Key);
    }

    [Fact]
    public void Build_OnlyBadLinesToSkip_SaysSo() => Assert.Equal(
        "data.csv: none of its 3 rows has a label; expected lines of 'label,value,value,...'.",
        Assert.Throws<DatasetFormatException>(() => Build("x\n\ny\n", BadRows.Skip)).Message);

    [Fact]
    public void Build_LabelIsNotUtf8_SaysSo() =>
        AssertError([.. "a,1\n"u8, 0xE4, .. ",2\n"u8], $"{FilePath}, row 2: the label is not UTF-8 text; save the file as UTF-8.");

    [Fact]
    public void Build_RowsLongerThanTheScanBuffer_AreWhole()
    {
        string values = string.Join(',', Enumerable.Repeat("255", 100_000));

        Found found = Build($"a,{values}\r\nb,{values}\r\nc,7");

        Assert.Equal([values, values, "7"], found.Values);
        Assert.Equal(["a", "b", "c"], found.Labels);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Build_SecondLineAtEveryPlaceAroundABufferEnd_IsFound(string lineEnd)
    {
        // The line end, the quotes, the comma and the label itself are each cut by the end of the first buffer.
        const string Label = "\"the \"\"rø薔🌹\"\" , x\"";
        int length = Encoding.UTF8.GetByteCount(Label) + lineEnd.Length;
        for (int before = -length - 4; before <= 4; before++)
        {
            string first = "a," + new string('1', ScanBuffer + before - "a,".Length);

            Found found = Build($"{first}{lineEnd}{Label},2{lineEnd}");

            Assert.Equal([first[2..], "2"], found.Values);
            Assert.Equal(["a", "the \"rø薔🌹\" , x"], found.Labels);
        }
    }

    [Fact]
    public void Build_BlankLineAtABufferEnd_IsAnError()
    {
        for (int before = -4; before <= 4; before++)
        {
            string first = "a," + new string('1', ScanBuffer + before - "a,".Length);

            AssertError($"{first}\n \nb,2\n", $"{FilePath}, row 2: the line is blank; remove it.");
        }
    }

    [Fact]
    public void Build_LabelLongerThanTheScanBuffer_IsAnError() => AssertError(
        new string('a', ScanBuffer + 1) + ",1",
        $"{FilePath}, row 1: there is no comma behind the label; expected 'label,value,value,...'.");

    private static string Text(byte[] file, CsvRow row) =>
        Encoding.UTF8.GetString(file.AsSpan((int)row.Offset, row.Length));

    private static Found Build(string text, BadRows badRows = BadRows.Fail) => Build(Encoding.UTF8.GetBytes(text), badRows);

    private static Found Build(byte[] file, BadRows badRows = BadRows.Fail)
    {
        using var text = new MemoryStream(file);
        CsvIndex index = CsvIndexer.Build(text.Read, FilePath, badRows);
        return new Found(
            index,
            [.. index.Rows.Select(row => Text(file, row))],
            [.. index.Rows.Select(row => row.Label < 0 ? string.Empty : index.Labels[row.Label])]);
    }

    private static void AssertError(string text, string message) => AssertError(Encoding.UTF8.GetBytes(text), message);

    private static void AssertError(byte[] file, string message) =>
        Assert.Equal(message, Assert.Throws<DatasetFormatException>(() => Build(file)).Message);

    private sealed record Found(CsvIndex Index, string[] Values, string[] Labels);
}
