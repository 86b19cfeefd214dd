namespace Trainer.SampleData.Drawing;

/// <summary>
/// A colour in linear steps of a byte channel: 0 is dark, 1 is full. Values outside are clamped when written.
/// </summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
internal readonly record struct Rgb(double R, double G, double B)
{
    /// <summary>Makes a colour of the usual six hexadecimal digits, 0xRRGGBB.</summary>
    public static Rgb Hex(int code) => new((code >> 16 & 255) / 255.0, (code >> 8 & 255) / 255.0, (code & 255) / 255.0);

    /// <summary>Multiplies all channels by one factor.</summary>
    public static Rgb operator *(Rgb colour, double factor) =>
        new(colour.R * factor, colour.G * factor, colour.B * factor);

    /// <summary>Multiplies channel by channel, as light does.</summary>
    public static Rgb operator *(Rgb colour, Rgb light) =>
        new(colour.R * light.R, colour.G * light.G, colour.B * light.B);

    /// <summary>Goes from this colour (0) to another (1) along a line.</summary>
    public Rgb Towards(Rgb other, double share) => new(
        R + (other.R - R) * share,
        G + (other.G - G) * share,
        B + (other.B - B) * share);
}
