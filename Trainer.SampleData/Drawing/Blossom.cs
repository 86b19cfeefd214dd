namespace Trainer.SampleData.Drawing;

/// <summary>
/// Paints one plant: stem, leaves and blossom, with what differs from blossom to blossom drawn from dice.
/// </summary>
internal static class Blossom
{
    private static readonly Rgb Foliage = Rgb.Hex(0x4F7F30);

    /// <summary>Paints stem and leaves below the place of a blossom.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="dice">The dice of this plant.</param>
    /// <param name="species">The class.</param>
    /// <param name="blossom">The blossom's frame: origin in its middle, 1 is its radius.</param>
    public static void PaintFoliage(Canvas canvas, Dice dice, Species species, Frame blossom)
    {
        double radius = Radius(blossom);
        double lean = dice.Between(0.19, 0.31);
        Rgb green = Foliage * dice.Light(0.25);
        Frame stem = Frame.At(blossom.X, blossom.Y, lean, 2.5);
        var stalk = new PetalBrush(
            Outline.Strap, 0.035 * radius, green, green * 0.7, Marking.None, default, dice.Between(-1.0, 1.0));
        canvas.Paint(stem, stalk.Bounds, stalk);

        int leaves = dice.Between(1, 3);
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            double direction = lean + dice.Between(0.08, 0.2) * (dice.Chance(0.5) ? 1 : -1);
            double length = radius * dice.Between(1.2, 1.8);
            Frame place = Frame.At(blossom.X, blossom.Y, lean, 1).Moved(dice.Between(0.3, 0.9) * radius, 0);
            Rgb tone = green * dice.Between(0.8, 1.2);
            var blade = new PetalBrush(
                species.Leaf, species.LeafHalfWidth, tone * 0.9, tone, Marking.Midrib, tone * 1.35, dice.Between(
                    -1.0, 1.0));
            canvas.Paint(Frame.At(place.X, place.Y, direction, length), blade.Bounds, blade);
        }
    }

    /// <summary>Paints petals and middle.</summary>
    /// <inheritdoc cref="PaintFoliage" path="/param"/>
    public static void PaintFlower(Canvas canvas, Dice dice, Species species, Frame blossom)
    {
        Rgb tint = dice.Light(0.05);
        double fade = dice.Between(0.0, 0.05);
        Rgb inner = Worn(species.Inner, tint, fade);
        Rgb outer = Worn(species.Outer, tint, fade);
        Rgb mark = Worn(species.Mark, tint, fade);
        double breadth = species.HalfWidth * dice.Between(0.88, 1.12);
        for (int ring = 0; ring < species.Rings; ring++)
        {
            double length = 1 - 0.42 * ring;
            double start = (double)ring / (2 * species.Petals);
            for (int petal = 0; petal < species.Petals; petal++)
            {
                double turns = start + (petal + dice.Between(-0.12, 0.12)) / species.Petals;
                double shade = dice.Between(0.9, 1.06);
                var brush = new PetalBrush(
                    species.Outline, breadth, inner * shade, outer * shade, species.Marking, mark * shade,
                    dice.Between(-1.0, 1.0));
                double reach = length * dice.Between(0.9, 1.05);
                canvas.Paint(blossom.Turned(turns).Scaled(reach, reach), brush.Bounds, brush);
            }
        }

        double radius = species.CentreRadius * dice.Between(0.9, 1.1);
        var centre = new CentreBrush(
            species.Centre, Worn(species.CentreFill, tint, fade), Worn(species.CentreRim, tint, fade));
        canvas.Paint(blossom.Scaled(radius, radius), CentreBrush.Bounds, centre);
    }

    private static double Radius(Frame frame) =>
        Math.Sqrt(Math.Abs(frame.Ux * frame.Vy - frame.Uy * frame.Vx));

    private static Rgb Worn(int code, Rgb tint, double fade)
    {
        Rgb fresh = Rgb.Hex(code) * tint;
        double grey = (fresh.R + fresh.G + fresh.B) / 3;
        return fresh.Towards(new Rgb(grey, grey, grey), fade);
    }
}
