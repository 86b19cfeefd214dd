using System.Text;
using Trainer.Core.Data.Csv;
using Xunit;

namespace Trainer.Tests.Core.Data.Csv;

public sealed class CsvRowReaderTests
{
    [Theory]
    [InlineData("1,2,3")]
    [InlineData(" 1 ,\t2,3 ")]
    [InlineData("001,02,3\r")]
    public void Read_GoodRow_GivesValuesAndNoProblem(string text)
    {
        byte[] pixels = new byte[3];

        Assert.Null(CsvRowReader.Read(Encoding.UTF8.GetBytes(text), pixels, firstColumn: 2, out int column));
        Assert.Equal(0, column);
        Assert.Equal([1, 2, 3], pixels);
    }

    // The label is column 1, so the first value stands in column 2.
    [Theory]
    [InlineData("x,2,3", 2, "'x' is not a whole number from 0 to 255.")]
    [InlineData("1,256,3", 3, "'256' is not a whole number from 0 to 255.")]
    [InlineData("1,2,-3", 4, "'-3' is not a whole number from 0 to 255.")]
    [InlineData("1,2.5,3", 3, "'2.5' is not a whole number from 0 to 255.")]
    [InlineData("1,1e2,3", 3, "'1e2' is not a whole number from 0 to 255.")]
    [InlineData("1,0007,3", 3, "'0007' is not a whole number from 0 to 255.")]
    [InlineData("1,2 3,3", 3, "'2 3' is not a whole number from 0 to 255.")]
    [InlineData("1,2\0,3", 3, "'2\0' is not a whole number from 0 to 255.")]
    [InlineData("1,½,3", 3, "'½' is not a whole number from 0 to 255.")]
    [InlineData("1,abcdefghijklmnopqrstuvwxyz,3", 3, "'abcdefghijklmnopqrstuvwx…' is not a whole number from 0 to 255.")]
    [InlineData("1,,3", 3, "the value is empty; expected 3 values, each a whole number from 0 to 255; found 3.")]
    [InlineData("1, ,3", 3, "the value is empty; expected 3 values, each a whole number from 0 to 255; found 3.")]
    [InlineData("", 2, "the value is empty; expected 3 values, each a whole number from 0 to 255; found 1.")]
    [InlineData("1,2,", 4, "the value is empty; expected 3 values, each a whole number from 0 to 255; found 3.")]
    [InlineData("1,2", 0, "found 2 values behind the label; expected 3.")]
    [InlineData("1,2,3,4", 0, "found 4 values behind the label; expected 3.")]
    [InlineData("1,2,3,", 0, "found 4 values behind the label; expected 3.")]
    [InlineData("1,x", 3, "'x' is not a whole number from 0 to 255.")]
    public void Read_BadRow_NamesTheColumnAndWhatStandsThere(string text, int expectedColumn, string expectedProblem)
    {
        string? problem = CsvRowReader.Read(Encoding.UTF8.GetBytes(text), new byte[3], firstColumn: 2, out int column);

        Assert.Equal(expectedProblem, problem);
        Assert.Equal(expectedColumn, column);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("1", 1)]
    [InlineData("1,2", 2)]
    [InlineData(",", 2)]
    public void CountValues_AnyText_IsCommasAndOne(string text, int expected) =>
        Assert.Equal(expected, CsvRowReader.CountValues(Encoding.UTF8.GetBytes(text)));
}
