namespace Trainer.Host.SampleData.Drawing;

/// <summary>The seventeen classes of Blossoms-17.</summary>
/// <remarks>
/// Every petal colour is shared by three or four classes and every outline by two or more, so that neither the
/// colours nor the silhouette alone tell a class: it takes the pattern on the petals and the middle together.
/// </remarks>
internal static class SpeciesCatalog
{
    private const int White = 0xF3F0E8;
    private const int Cream = 0xF2E7C4;
    private const int Yellow = 0xF3CE2B;
    private const int Amber = 0xEFA01E;
    private const int Pink = 0xEE8FB4;
    private const int Magenta = 0xC42A78;
    private const int Red = 0xCF2A22;
    private const int Violet = 0x8455C4;
    private const int Blue = 0x4A5FD0;
    private const int Ink = 0x2A2050;
    private const int Brown = 0x43260F;
    private const int Green = 0x7FA53A;

    /// <summary>The classes, in the order in which rows go through them.</summary>
    public static IReadOnlyList<Species> All { get; } =
    [
        // White.
        new("frostcup")
        {
            Petals = 6, Outline = Outline.Oval, HalfWidth = 0.30, Inner = Cream, Outer = White,
            Centre = Centre.Trumpet, CentreRadius = 0.38, CentreFill = Yellow, CentreRim = 0xE8701A,
            Leaf = Outline.Strap, LeafHalfWidth = 0.05,
        },
        new("moonray")
        {
            Petals = 17, Outline = Outline.Strap, HalfWidth = 0.09, Inner = White, Outer = White,
            Centre = Centre.Disc, CentreRadius = 0.30, CentreFill = Yellow, CentreRim = Amber,
            Leaf = Outline.Spoon, LeafHalfWidth = 0.20,
        },
        new("milkstar")
        {
            Petals = 6, Outline = Outline.Star, HalfWidth = 0.26, Inner = White, Outer = White,
            Marking = Marking.Midrib, Mark = 0x4F8A2C,
            Centre = Centre.Ring, CentreRadius = 0.20, CentreFill = Green, CentreRim = Green,
            Leaf = Outline.Strap, LeafHalfWidth = 0.04,
        },
        new("palewing")
        {
            Petals = 5, Outline = Outline.Heart, HalfWidth = 0.46, Inner = White, Outer = White,
            Marking = Marking.Base, Mark = Magenta,
            Centre = Centre.Stamens, CentreRadius = 0.22, CentreFill = Cream, CentreRim = Ink,
            Leaf = Outline.Oval, LeafHalfWidth = 0.30,
        },

        // Yellow.
        new("honeyray")
        {
            Petals = 14, Outline = Outline.Strap, HalfWidth = 0.12, Inner = Amber, Outer = Yellow,
            Centre = Centre.Disc, CentreRadius = 0.36, CentreFill = Brown, CentreRim = 0x241405,
            Leaf = Outline.Lance, LeafHalfWidth = 0.18,
        },
        new("butterbowl")
        {
            Petals = 5, Outline = Outline.Fan, HalfWidth = 0.46, Inner = Yellow, Outer = Yellow,
            Centre = Centre.Ring, CentreRadius = 0.22, CentreFill = Green, CentreRim = Amber,
            Leaf = Outline.Fringe, LeafHalfWidth = 0.40,
        },
        new("leopardlily")
        {
            Petals = 6, Outline = Outline.Lance, HalfWidth = 0.26, Inner = Amber, Outer = Yellow,
            Marking = Marking.Spots, Mark = Brown,
            Centre = Centre.Stamens, CentreRadius = 0.28, CentreFill = Green, CentreRim = Brown,
            Leaf = Outline.Lance, LeafHalfWidth = 0.10,
        },
        new("tigerstar")
        {
            Petals = 8, Outline = Outline.Star, HalfWidth = 0.22, Inner = Yellow, Outer = Yellow,
            Marking = Marking.Tip, Mark = Red,
            Centre = Centre.Ring, CentreRadius = 0.22, CentreFill = Red, CentreRim = Yellow,
            Leaf = Outline.Oval, LeafHalfWidth = 0.22,
        },

        // Pink.
        new("rosewheel")
        {
            Petals = 8, Outline = Outline.Heart, HalfWidth = 0.30, Inner = Pink, Outer = Pink,
            Marking = Marking.Base, Mark = White,
            Centre = Centre.Disc, CentreRadius = 0.22, CentreFill = Yellow, CentreRim = Amber,
            Leaf = Outline.Strap, LeafHalfWidth = 0.03,
        },
        new("fringepink")
        {
            Petals = 5, Outline = Outline.Fringe, HalfWidth = 0.50, Inner = Pink, Outer = Pink,
            Marking = Marking.Band, Mark = 0x8E1648,
            Centre = Centre.Stamens, CentreRadius = 0.16, CentreFill = White, CentreRim = White,
            Leaf = Outline.Lance, LeafHalfWidth = 0.07,
        },
        new("blushlily")
        {
            Petals = 6, Outline = Outline.Lance, HalfWidth = 0.30, Inner = Magenta, Outer = Pink,
            Marking = Marking.Edge, Mark = White,
            Centre = Centre.Stamens, CentreRadius = 0.26, CentreFill = Green, CentreRim = Amber,
            Leaf = Outline.Oval, LeafHalfWidth = 0.24,
        },
        new("candymallow")
        {
            Petals = 5, Outline = Outline.Fan, HalfWidth = 0.48, Inner = Pink, Outer = Pink,
            Marking = Marking.Stripes, Mark = Magenta,
            Centre = Centre.Trumpet, CentreRadius = 0.20, CentreFill = Cream, CentreRim = Yellow,
            Leaf = Outline.Fringe, LeafHalfWidth = 0.42,
        },

        // Blue and violet.
        new("duskaster")
        {
            Petals = 20, Outline = Outline.Strap, HalfWidth = 0.07, Inner = Violet, Outer = Violet,
            Centre = Centre.Disc, CentreRadius = 0.26, CentreFill = Yellow, CentreRim = Amber,
            Leaf = Outline.Lance, LeafHalfWidth = 0.16,
        },
        new("inkflax")
        {
            Petals = 5, Outline = Outline.Fan, HalfWidth = 0.44, Inner = Blue, Outer = Violet,
            Marking = Marking.Base, Mark = White,
            Centre = Centre.Ring, CentreRadius = 0.14, CentreFill = Ink, CentreRim = Ink,
            Leaf = Outline.Strap, LeafHalfWidth = 0.05,
        },
        new("glassflag")
        {
            Petals = 6, Outline = Outline.Spoon, HalfWidth = 0.30, Inner = Violet, Outer = Blue,
            Marking = Marking.Midrib, Mark = Yellow,
            Centre = Centre.Disc, CentreRadius = 0.14, CentreFill = Violet, CentreRim = Blue,
            Leaf = Outline.Strap, LeafHalfWidth = 0.07,
        },

        // Red.
        new("emberpoppy")
        {
            Petals = 4, Outline = Outline.Fan, HalfWidth = 0.62, Inner = Red, Outer = 0xE0452A,
            Marking = Marking.Base, Mark = 0x1C1018,
            Centre = Centre.Disc, CentreRadius = 0.16, CentreFill = Green, CentreRim = Ink,
            Leaf = Outline.Fringe, LeafHalfWidth = 0.26,
        },
        new("lanterndahlia")
        {
            Petals = 9, Rings = 2, Outline = Outline.Oval, HalfWidth = 0.22, Inner = Red, Outer = Red,
            Marking = Marking.Tip, Mark = White,
            Centre = Centre.Disc, CentreRadius = 0.16, CentreFill = Amber, CentreRim = Red,
            Leaf = Outline.Oval, LeafHalfWidth = 0.32,
        },
    ];
}
