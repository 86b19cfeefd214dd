using System.Globalization;

namespace Trainer.Core.Pipeline;

/// <summary>How many bad rows are too many: a count, or a share of the data set.</summary>
public readonly record struct BadRowLimit
{
    private const string Percent = "%";

    private readonly double _value;
    private readonly bool _isShare;

    private BadRowLimit(double value, bool isShare)
    {
        _value = value;
        _isShare = isShare;
    }

    /// <summary>A number of rows.</summary>
    /// <param name="rows">0 or more.</param>
    public static BadRowLimit Count(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return new BadRowLimit(rows, isShare: false);
    }

    /// <summary>A share of the rows.</summary>
    /// <param name="share">From 0 to 1.</param>
    public static BadRowLimit Share(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return new BadRowLimit(share, isShare: true);
    }

    /// <summary>Reads <c>100</c> as a count and <c>2.5%</c> as a share.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static BadRowLimit Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.EndsWith(Percent, StringComparison.Ordinal)
            && double.TryParse(trimmed[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double percent)
            && percent is >= 0 and <= 100)
        {
            return Share(percent / 100);
        }

        return int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
            ? Count(rows)
            : throw new FormatException(
                $"'{text}' is not a limit of rows; it must be a whole number such as 100, or a share from 0% to 100%.");
    }

    /// <summary>The most rows of a data set that may be bad; a share is rounded up.</summary>
    /// <param name="rows">How many rows the data set has.</param>
    public int Of(int rows) => _isShare ? (int)Math.Ceiling(_value * rows) : (int)_value;

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _isShare
        ? (_value * 100).ToString("0.##", CultureInfo.InvariantCulture) + Percent
        : _value.ToString("0", CultureInfo.InvariantCulture);
}
