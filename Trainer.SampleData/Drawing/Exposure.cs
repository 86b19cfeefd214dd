namespace Trainer.SampleData.Drawing;

/// <summary>Turns a painted canvas into bytes, as a camera would: light, colour cast, contrast and noise.</summary>
internal static class Exposure
{
    /// <summary>Writes the picture.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="dice">The dice of the camera.</param>
    /// <param name="pixels">Receives side × side × 3 bytes, row-major, channels interleaved.</param>
    public static void Develop(Canvas canvas, Dice dice, Span<byte> pixels)
    {
        Rgb light = dice.Light(0.12);
        double contrast = dice.Between(0.8, 1.1);
        (double across, double down) = Turns.Direction(dice.Next());
        double slope = dice.Between(0.0, 0.1);
        double haze = dice.Between(0.0, 0.03);
        double noise = dice.Between(2.0, 3.0);
        int next = 0;
        for (int row = 0; row < canvas.Side; row++)
        {
            double y = canvas.Coordinate(row);
            for (int column = 0; column < canvas.Side; column++)
            {
                double x = canvas.Coordinate(column);
                double here = 1 + slope * (across * x + down * y);
                Rgb seen = canvas[row, column] * light * here;
                pixels[next] = Byte(seen.R, contrast, haze, noise * Grain(dice, next));
                pixels[next + 1] = Byte(seen.G, contrast, haze, noise * Grain(dice, next + 1));
                pixels[next + 2] = Byte(seen.B, contrast, haze, noise * Grain(dice, next + 2));
                next += 3;
            }
        }
    }

    private static byte Byte(double value, double contrast, double haze, double grain)
    {
        double level = haze + 0.45 + contrast * (value - 0.45);
        return (byte)Math.Clamp(255 * level + grain + 0.5, 0, 255);
    }

    /// <summary>A draw with mean 0 and standard deviation 1, nearly normal: the sum of four even ones.</summary>
    private static double Grain(Dice dice, int index)
    {
        ulong bits = dice.Hash(index, 0);
        ulong sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
        return (sum * (1.0 / 65536) - 2) * 1.7320508075688772;
    }
}
