namespace Trainer.SampleData.Drawing;

/// <summary>Draws one picture of one class: ground, plants, what stands before them, light.</summary>
/// <remarks>
/// A picture is a pure function of (seed, sample, class, side), the same bytes on every machine: only integers and
/// the operations that IEEE 754 defines to the last bit (+ − × ÷ √, rounding, comparison) take part. Not thread-safe:
/// one renderer per thread.
/// </remarks>
internal sealed class BlossomRenderer
{
    private readonly Canvas _canvas;

    /// <summary>Makes a renderer for pictures of one size.</summary>
    /// <param name="side">The number of pixels along each side, at least 1.</param>
    public BlossomRenderer(int side) => _canvas = new Canvas(side);

    /// <summary>Draws one picture.</summary>
    /// <param name="seed">The seed of the data set.</param>
    /// <param name="sample">The number of the sample in the data set.</param>
    /// <param name="species">The class.</param>
    /// <param name="pixels">Receives side × side × 3 bytes, row-major, channels interleaved.</param>
    public void Render(long seed, long sample, Species species, Span<byte> pixels)
    {
        Dice dice = Dice.Of(seed, sample);
        Backdrop.PaintGround(_canvas, dice.Fork(1));
        Backdrop.PaintBokeh(_canvas, dice.Fork(2));
        Backdrop.PaintBlades(_canvas, dice.Fork(3), count: dice.Between(0, 2), width: 0.04);

        Dice pose = dice.Fork(4);
        Frame main = Pose(pose, spread: 0.64, size: pose.Between(0.8, 1.0));
        if (pose.Chance(0.35))
        {
            Frame small = Pose(pose, spread: 0.9, size: pose.Between(0.3, 0.45));
            Blossom.PaintFoliage(_canvas, dice.Fork(5), species, small);
            Blossom.PaintFlower(_canvas, dice.Fork(6), species, small);
        }

        Blossom.PaintFoliage(_canvas, dice.Fork(7), species, main);
        Blossom.PaintFlower(_canvas, dice.Fork(8), species, main);
        Backdrop.PaintBlades(_canvas, dice.Fork(9), count: dice.Between(0, 1), width: 0.03);
        Exposure.Develop(_canvas, dice.Fork(10), pixels);
    }

    /// <summary>A place, a size, a turn and a view from the side.</summary>
    private static Frame Pose(Dice dice, double spread, double size)
    {
        double x = dice.Between(-spread, spread);
        double y = dice.Between(-spread, spread);
        return Frame.At(x, y, dice.Next(), size).Scaled(1, dice.Between(0.8, 1.0)).Turned(dice.Next());
    }
}
