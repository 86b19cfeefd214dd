using System.Globalization;
using Trainer.Augment.Randomness;

namespace Trainer.Augment.Transforms;

/// <summary>
/// What a shift is drawn from. Keras' <c>width_shift_range</c> and <c>height_shift_range</c>: a fraction of the side, a
/// number of pixels, or a list of values.
/// </summary>
/// <remarks>
/// The three forms draw as Keras does. A floating-point number <c>r</c> gives a shift uniform in [−r, r), of the side
/// when r is below 1 and in pixels otherwise. A whole number <c>n</c> gives one of the whole numbers from −(n−1) to
/// n−1: a magnitude below n and a sign. A list gives one of its values with a random sign, of the side when all of them
/// are below 1 and in pixels otherwise.
/// </remarks>
public readonly record struct ShiftRange
{
    private readonly double _range;
    private readonly double[]? _values;

    private ShiftRange(double range, double[]? values) => (_range, _values) = (range, values);

    /// <summary>No shift.</summary>
    public static ShiftRange None => default;

    /// <summary>Whether there is nothing to draw.</summary>
    public bool IsNone => _values is null && _range == 0;

    /// <summary>Whether what is drawn is a fraction of the side, not a number of pixels.</summary>
    public bool IsFraction => Largest < 1;

    /// <summary>The values to choose from, or an empty span when a number is drawn from an interval.</summary>
    public ReadOnlySpan<double> Values => _values;

    private double Largest
    {
        get
        {
            double largest = _values is null ? _range : double.NegativeInfinity;
            foreach (double value in Values)
            {
                largest = Math.Max(largest, value);
            }

            return largest;
        }
    }

    /// <summary>A fraction of the side when below 1, a number of pixels otherwise, drawn from an interval.</summary>
    /// <param name="range">The largest shift, 0 or more.</param>
    /// <returns>The range.</returns>
    public static ShiftRange FromDouble(double range) => new(range, null);

    /// <summary>Whole pixels: a magnitude from 0 to <paramref name="pixels"/> − 1 with a random sign.</summary>
    /// <param name="pixels">The bound, 0 or more; 0 is no shift.</param>
    /// <returns>The range.</returns>
    public static ShiftRange FromInt32(int pixels)
    {
        if (pixels <= 0)
        {
            return new ShiftRange(pixels, null);
        }

        var values = new double[pixels];
        for (int i = 0; i < pixels; i++)
        {
            values[i] = i;
        }

        return new ShiftRange(pixels, values);
    }

    /// <summary>One of the given values with a random sign.</summary>
    /// <param name="values">The values; they are copied.</param>
    /// <returns>The range.</returns>
    public static ShiftRange FromArray(params double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new ShiftRange(0, (double[])values.Clone());
    }

    /// <summary>As <see cref="FromDouble"/>.</summary>
    /// <param name="range">The largest shift.</param>
    public static implicit operator ShiftRange(double range) => FromDouble(range);

    /// <summary>As <see cref="FromInt32"/>.</summary>
    /// <param name="pixels">The bound.</param>
    public static implicit operator ShiftRange(int pixels) => FromInt32(pixels);

    /// <summary>As <see cref="FromArray"/>.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator ShiftRange(double[] values) => FromArray(values);

    /// <summary>Writes the range as it was given.</summary>
    public override string ToString() => _values is null
        ? _range.ToString(CultureInfo.InvariantCulture)
        : $"[{string.Join(", ", _values)}]";

    /// <summary>Whether every number in it is finite and, where an interval is meant, not negative.</summary>
    internal bool IsValid()
    {
        if (_values is null || _range != 0)
        {
            return double.IsFinite(_range) && _range >= 0;
        }

        foreach (double value in _values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return _values.Length > 0;
    }

    /// <summary>Draws a shift in pixels for an axis of <paramref name="side"/> pixels.</summary>
    internal double Draw(in SampleRandom random, DrawSlot slot, int side)
    {
        if (IsNone)
        {
            return 0;
        }

        var (first, second) = random.Pair(slot);
        double shift = _values is null
            ? _range * ((2 * first) - 1)
            : _values[(int)(first * _values.Length)] * (second < 0.5 ? -1 : 1);
        return IsFraction ? shift * side : shift;
    }
}
