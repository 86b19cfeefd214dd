namespace Trainer.SampleData.Drawing;

/// <summary>
/// The outlines that petals and leaves are cut from; each runs from u = 0 at the base to u = 1 at the tip.
/// </summary>
internal enum Outline
{
    /// <summary>An ellipse.</summary>
    Oval,

    /// <summary>Pointed at both ends.</summary>
    Lance,

    /// <summary>Narrow at the base, broad and round at the tip.</summary>
    Fan,

    /// <summary>The same width all along, with a round tip.</summary>
    Strap,

    /// <summary>A fan with a notch in the tip.</summary>
    Heart,

    /// <summary>A thin claw that carries a round blade.</summary>
    Spoon,

    /// <summary>A fan with a toothed rim.</summary>
    Fringe,

    /// <summary>A triangle, broadest near the base.</summary>
    Star,
}
