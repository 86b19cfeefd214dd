using Trainer.Core.Pipeline;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class BadRowLimitTests
{
    [Theory]
    [InlineData("0", 1000, 0)]
    [InlineData("7", 1000, 7)]
    [InlineData("0%", 1000, 0)]
    [InlineData("1%", 1000, 10)]
    [InlineData("2.5 %", 1000, 25)]
    [InlineData("1%", 20, 1)]
    [InlineData("100%", 20, 20)]
    public void Of_CountOrShare_IsInRows(string text, int rows, int expected) => Assert.Equal(expected, BadRowLimit.Parse(text).Of(rows));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("101%")]
    [InlineData("-1%")]
    [InlineData("some")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.Throws<FormatException>(() => BadRowLimit.Parse(text));

    [Theory]
    [InlineData("12")]
    [InlineData("2.5%")]
    public void ToString_IsWhatParseReads(string text) => Assert.Equal(text, BadRowLimit.Parse(text).ToString());
}
