using Trainer.Core.Text;
using Xunit;

namespace Trainer.Tests.Core.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Options = ["--training", "--testing", "--epochs", "--batch-size", "--seed"];

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("epoch", "epochs", 1)]
    [InlineData("epohcs", "epochs", 1)]
    [InlineData("Epochs", "epochs", 0)]
    [InlineData("ca", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_Examples_AreOptimalStringAlignment(string first, string second, int expected)
    {
        Assert.Equal(expected, NearestName.Distance(first, second));
        Assert.Equal(expected, NearestName.Distance(second, first));
    }

    [Theory]
    [InlineData("--epoch", "--epochs")]
    [InlineData("--traning", "--training")]
    [InlineData("--batchsize", "--batch-size")]
    [InlineData("--frobnicate", null)]
    [InlineData("x", null)]
    public void Find_UnknownOption_GivesTheNearestOrNothing(string unknown, string? expected) =>
        Assert.Equal(expected, NearestName.Find(unknown, Options));

    [Fact]
    public void Find_NothingInCommon_GivesNothing() => Assert.Null(NearestName.Find("a", ["b"]));

    [Fact]
    public void Question_NearOrNot_IsTextToAppend()
    {
        Assert.Equal(" Did you mean '--epochs'?", NearestName.Question("--epoch", Options));
        Assert.Equal(string.Empty, NearestName.Question("--frobnicate", Options));
    }
}
