using Trainer.Core.Data;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class ExtraColumnTests
{
    [Fact]
    public void ParseList_NumbersAndCategories_HaveNamesPerValue()
    {
        IReadOnlyList<ExtraColumn> columns = ExtraColumn.ParseList(" age , site: london| paris ");

        Assert.Equal(["age", "site=london", "site=paris"], columns.SelectMany(column => column.ValueNames));
        Assert.Equal([1, 2], columns.Select(column => column.Width));
    }

    [Theory]
    [InlineData("")]
    [InlineData("age,,height")]
    [InlineData("age,age")]
    [InlineData("site:")]
    [InlineData("site:a|a")]
    [InlineData(":a|b")]
    public void ParseList_EmptyOrDoubleNames_AreRefused(string text) =>
        Assert.Contains("is not a list of columns", Assert.Throws<FormatException>(() => ExtraColumn.ParseList(text)).Message, StringComparison.Ordinal);
}
