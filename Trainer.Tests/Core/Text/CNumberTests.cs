using System.Globalization;
using Trainer.Core.Text;
using Xunit;

namespace Trainer.Tests.Core.Text;

public sealed class CNumberTests
{
    [Theory] // python: '%.*f' % (digits, value)
    [InlineData(0.625, 2, "0.62")]
    [InlineData(0.375, 2, "0.38")]
    [InlineData(2.675, 2, "2.67")]
    [InlineData(0.5, 0, "0")]
    [InlineData(1.5, 0, "2")]
    [InlineData(-0.125, 2, "-0.12")]
    [InlineData(-0.0, 1, "-0.0")]
    [InlineData(0, 3, "0.000")]
    [InlineData(1828.6441, 4, "1828.6441")]
    [InlineData(1e22, 1, "10000000000000000000000.0")]
    [InlineData(5e-324, 3, "0.000")]
    [InlineData(0.1, 20, "0.10000000000000000555")]
    [InlineData(double.NaN, 4, "nan")]
    [InlineData(double.PositiveInfinity, 4, "inf")]
    [InlineData(double.NegativeInfinity, 4, "-inf")]
    public void Fixed_Examples_EqualPython(double value, int digits, string expected) =>
        Assert.Equal(expected, CNumber.Fixed(value, digits));

    [Theory] // python: '%.*e' % (digits, value)
    [InlineData(0.0001234567, 4, "1.2346e-04")]
    [InlineData(0, 4, "0.0000e+00")]
    [InlineData(-0.0009, 4, "-9.0000e-04")]
    [InlineData(0.00099999999, 4, "1.0000e-03")]
    [InlineData(1e-120, 4, "1.0000e-120")]
    [InlineData(12345, 0, "1e+04")]
    [InlineData(double.NaN, 4, "nan")]
    public void Exponential_Examples_EqualPython(double value, int digits, string expected) =>
        Assert.Equal(expected, CNumber.Exponential(value, digits));

    [Fact]
    public void Fixed_AwayFromTies_EqualsDotNet()
    {
        Random random = new(1);
        for (int sample = 0; sample < 1000; sample++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 20));
            int digits = random.Next(1, 20);
            Assert.Equal(value.ToString($"F{digits}", CultureInfo.InvariantCulture), CNumber.Fixed(value, digits));
        }
    }

    [Fact]
    public void Fixed_NegativeDigits_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CNumber.Fixed(1, -1));
}
