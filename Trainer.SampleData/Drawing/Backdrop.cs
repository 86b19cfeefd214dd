namespace Trainer.SampleData.Drawing;

/// <summary>Paints what is behind and in front of the plants: ground, out-of-focus colours, blades of grass.</summary>
internal static class Backdrop
{
    private static readonly Rgb[] Grounds =
    [
        Rgb.Hex(0x2E4A1E), Rgb.Hex(0x5B7F36), Rgb.Hex(0x1B2416), Rgb.Hex(0x6E5A3C), Rgb.Hex(0x9DB6C9),
        Rgb.Hex(0x8E8A80), Rgb.Hex(0x3A2E24), Rgb.Hex(0xA9A66A), Rgb.Hex(0xD8D8CC), Rgb.Hex(0x4C5A66),
    ];

    /// <summary>Covers the whole picture.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="dice">The dice of the ground.</param>
    public static void PaintGround(Canvas canvas, Dice dice)
    {
        Rgb near = dice.Pick(Grounds) * dice.Light(0.3);
        Rgb far = dice.Pick(Grounds) * dice.Light(0.3);
        (double across, double down) = Turns.Direction(dice.Next());
        double grain = dice.Between(0.1, 0.45);
        double scale = dice.Between(2.0, 5.0);
        for (int row = 0; row < canvas.Side; row++)
        {
            double y = canvas.Coordinate(row);
            for (int column = 0; column < canvas.Side; column++)
            {
                double x = canvas.Coordinate(column);
                double share = Math.Clamp(0.5 + 0.5 * (across * x + down * y), 0, 1);

                // The finer layer lies elsewhere on the grid, so that the two share no values.
                double fine = Cloud(dice, x * scale * 3 + 40, y * scale * 3);
                double cloud = Cloud(dice, x * scale, y * scale) + 0.5 * fine;
                canvas[row, column] = near.Towards(far, share) * (1 + grain * (cloud - 0.75));
            }
        }
    }

    /// <summary>Scatters out-of-focus discs, a good part of them in the colours of blossoms.</summary>
    /// <inheritdoc cref="PaintGround" path="/param"/>
    public static void PaintBokeh(Canvas canvas, Dice dice)
    {
        int count = dice.Between(3, 7);
        for (int disc = 0; disc < count; disc++)
        {
            Rgb colour = dice.Chance(0.2)
                ? Rgb.Hex(dice.Pick(SpeciesCatalog.All).Outer)
                : dice.Pick(Grounds);
            Frame place = Frame.At(
                dice.Between(-1.1, 1.1), dice.Between(-1.1, 1.1), dice.Next(), dice.Between(0.12, 0.6));
            var blob = new BlobBrush(
                colour * dice.Light(0.2), dice.Between(0.35, 0.9), dice.Between(0.0, 0.6));
            canvas.Paint(place.Scaled(1, dice.Between(0.5, 1.0)), BlobBrush.Bounds, blob);
        }
    }

    /// <summary>Lays blades of grass and fallen leaves over what is there.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="dice">The dice of these blades.</param>
    /// <param name="count">How many.</param>
    /// <param name="width">Half of the greatest width of a blade, as a share of its length.</param>
    public static void PaintBlades(Canvas canvas, Dice dice, int count, double width)
    {
        for (int blade = 0; blade < count; blade++)
        {
            Rgb tone = dice.Pick(Grounds).Towards(Rgb.Hex(0x5F8F38), 0.7) * dice.Light(0.35);
            Frame place = Frame.At(
                dice.Between(-1.2, 1.2), dice.Between(-0.4, 1.2), dice.Between(0.55, 0.95), dice.Between(0.6, 1.8));
            var brush = new PetalBrush(
                Outline.Lance, width * dice.Between(0.5, 1.5), tone * 0.8, tone, Marking.Midrib, tone * 1.2,
                dice.Between(-1.0, 1.0));
            canvas.Paint(place, brush.Bounds, brush);
        }
    }

    /// <summary>Smooth noise, 0…1: random values on a grid of side 1 with smooth steps between them.</summary>
    private static double Cloud(Dice dice, double x, double y)
    {
        double left = Math.Floor(x);
        double top = Math.Floor(y);
        int column = (int)left;
        int row = (int)top;
        double s = Step(x - left);
        double t = Step(y - top);
        double upper = Value(dice, column, row) * (1 - s) + Value(dice, column + 1, row) * s;
        double lower = Value(dice, column, row + 1) * (1 - s) + Value(dice, column + 1, row + 1) * s;
        return upper * (1 - t) + lower * t;
    }

    private static double Value(Dice dice, int x, int y) => (dice.Hash(x, y) >> 40) * (1.0 / (1 << 24));

    private static double Step(double x) => x * x * (3 - 2 * x);
}
