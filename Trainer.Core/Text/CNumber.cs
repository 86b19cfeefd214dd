using System.Globalization;
using System.Numerics;

namespace Trainer.Core.Text;

/// <summary>
/// Formats numbers as C's <c>printf</c> and Python do, so that texts equal those of Keras and scikit-learn.
/// </summary>
/// <remarks>
/// .NET's own fixed-point format rounds ties away from zero (0.625 becomes 0.63); C and Python round the exact
/// binary value half to even (0.62).
/// </remarks>
public static class CNumber
{
    private const int MantissaBits = 52;
    private const int ExponentBias = 1023 + MantissaBits;

    /// <summary>Formats a number as <c>%.{digits}f</c>.</summary>
    /// <param name="value">
    /// Any number; not-a-number and infinities become <c>nan</c>, <c>inf</c> and <c>-inf</c>.
    /// </param>
    /// <param name="digits">Digits after the point, 0 or more.</param>
    /// <returns>The exact binary value rounded half to even at the last digit.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digits"/> is negative.</exception>
    public static string Fixed(double value, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        if (!double.IsFinite(value))
        {
            return NonFinite(value);
        }

        // |value| is mantissa × 2^exponent exactly.
        long bits = BitConverter.DoubleToInt64Bits(value);
        int biasedExponent = (int)(bits >> MantissaBits) & 0x7FF;
        long fraction = bits & ((1L << MantissaBits) - 1);
        BigInteger mantissa = biasedExponent == 0 ? fraction : fraction | (1L << MantissaBits);
        int exponent = Math.Max(biasedExponent, 1) - ExponentBias;

        BigInteger scaled = mantissa * BigInteger.Pow(10, digits);
        BigInteger units = exponent >= 0 ? scaled << exponent : ShiftRightHalfToEven(scaled, -exponent);
        string text = units.ToString(
            "D" + (digits + 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        string sign = bits < 0 ? "-" : string.Empty;
        return digits == 0 ? sign + text : $"{sign}{text[..^digits]}.{text[^digits..]}";
    }

    /// <summary>Formats a number as <c>%.{digits}e</c>, for example <c>9.1234e-05</c>.</summary>
    /// <param name="value">
    /// Any number; not-a-number and infinities become <c>nan</c>, <c>inf</c> and <c>-inf</c>.
    /// </param>
    /// <param name="digits">Digits after the point, 0 or more.</param>
    /// <returns>The number with one digit before the point and an exponent of at least two digits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digits"/> is negative.</exception>
    public static string Exponential(double value, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        if (!double.IsFinite(value))
        {
            return NonFinite(value);
        }

        string format = digits == 0 ? "0e+00" : $"0.{new string('0', digits)}e+00";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static BigInteger ShiftRightHalfToEven(BigInteger value, int shift)
    {
        BigInteger quotient = value >> shift;
        BigInteger remainder = value - (quotient << shift);
        int comparison = remainder.CompareTo(BigInteger.One << (shift - 1));
        return comparison > 0 || (comparison == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static string NonFinite(double value) =>
        double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}
