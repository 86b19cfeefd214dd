using Trainer.Host.Commands;
using Trainer.Host.Configuration;
using Xunit;

namespace Trainer.Tests.Host.Commands;

public sealed class ConsumptionTests
{
    [Theory]
    [InlineData("200/s", 200.0)]
    [InlineData("200", 200.0)]
    [InlineData("0.5/S", 0.5)]
    [InlineData("1e3/s", 1000.0)]
    [InlineData("max", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Parse_Speed_IsImagesPerSecond(string? text, double? expected) => Assert.Equal(expected, Consumption.Parse(text));

    [Theory]
    [InlineData("0/s")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("200/m")]
    [InlineData("1e12")]
    public void Parse_NoSpeed_SaysWhatIsAllowed(string text)
    {
        var error = Assert.Throws<SettingsException>(() => Consumption.Parse(text));

        Assert.Equal($"--consume is '{text}'; it can be images per second, such as 200/s, from 0.01 to 1000000000, or max.", error.Message);
    }
}
