namespace Trainer.SampleData.Drawing;

/// <summary>The seventeen classes of Blossoms-17.</summary>
/// <remarks>
/// Most colours and nearly all outlines recur in other classes, with another pattern on the petals or another
/// middle: it takes what lies next to what, not how much there is of a colour, to tell all classes apart.
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
    private const int Ink = 0x2A2050;
    private const int Brown = 0x43260F;
    private const int Green = 0x7FA53A;
    private const int Primrose = 0xF6E27A;
    private const int PalePrimrose = 0xFAF0A8;
    private const int Orange = 0xF0901E;
    private const int DeepOrange = 0xE8701A;
    private const int LeafGreen = 0x3F8F2C;
    private const int Umber = 0x241405;
    private const int Tangerine = 0xF08A1E;
    private const int Salmon = 0xF79A80;
    private const int Crimson = 0x8A1238;
    private const int Lilac = 0xE9C8EE;
    private const int Purple = 0x8E2A9E;
    private const int Blue = 0x3A50C8;
    private const int SkyBlue = 0x7FB6E8;
    private const int Scarlet = 0xE0452A;
    private const int Soot = 0x1C1018;

    /// <summary>The classes, in the order in which rows go through them.</summary>
    public static IReadOnlyList<Species> All { get; } =
    [
        new("frostcup")
        {
            Petals = 6, Outline = Outline.Oval, HalfWidth = 0.30, Inner = Primrose, Outer = PalePrimrose,
            Centre = Centre.Trumpet, CentreRadius = 0.38, CentreFill = Orange, CentreRim = DeepOrange,
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
            Petals = 6, Outline = Outline.Star, HalfWidth = 0.32, Inner = White, Outer = White,
            Marking = Marking.Midrib, Mark = LeafGreen,
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
        new("honeyray")
        {
            Petals = 14, Outline = Outline.Strap, HalfWidth = 0.12, Inner = Amber, Outer = Yellow,
            Centre = Centre.Disc, CentreRadius = 0.36, CentreFill = Brown, CentreRim = Umber,
            Leaf = Outline.Lance, LeafHalfWidth = 0.18,
        },
        new("butterbowl")
        {
            Petals = 5, Outline = Outline.Fan, HalfWidth = 0.46, Inner = Yellow, Outer = Yellow,
            Marking = Marking.Tip, Mark = White,
            Centre = Centre.Ring, CentreRadius = 0.22, CentreFill = Green, CentreRim = Amber,
            Leaf = Outline.Fringe, LeafHalfWidth = 0.40,
        },
        new("leopardlily")
        {
            Petals = 6, Outline = Outline.Lance, HalfWidth = 0.26, Inner = Tangerine, Outer = Tangerine,
            Marking = Marking.Spots, Mark = Brown,
            Centre = Centre.Stamens, CentreRadius = 0.28, CentreFill = Green, CentreRim = Brown,
            Leaf = Outline.Lance, LeafHalfWidth = 0.10,
        },
        new("tigerstar")
        {
            Petals = 8, Outline = Outline.Star, HalfWidth = 0.27, Inner = Yellow, Outer = Yellow,
            Marking = Marking.Tip, Mark = Red,
            Centre = Centre.Ring, CentreRadius = 0.22, CentreFill = Red, CentreRim = Yellow,
            Leaf = Outline.Oval, LeafHalfWidth = 0.27,
        },
        new("rosewheel")
        {
            Petals = 6, Outline = Outline.Heart, HalfWidth = 0.40, Inner = Magenta, Outer = Magenta,
            Marking = Marking.Base, Mark = White,
            Centre = Centre.Disc, CentreRadius = 0.22, CentreFill = Yellow, CentreRim = Amber,
            Leaf = Outline.Strap, LeafHalfWidth = 0.03,
        },
        new("cinderfringe")
        {
            Petals = 5, Outline = Outline.Fringe, HalfWidth = 0.50, Inner = Salmon, Outer = Salmon,
            Marking = Marking.Band, Mark = Crimson,
            Centre = Centre.Stamens, CentreRadius = 0.16, CentreFill = Green, CentreRim = Yellow,
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
            Petals = 5, Outline = Outline.Fan, HalfWidth = 0.48, Inner = Lilac, Outer = Lilac,
            Marking = Marking.Stripes, Mark = Purple,
            Centre = Centre.Trumpet, CentreRadius = 0.20, CentreFill = Cream, CentreRim = Yellow,
            Leaf = Outline.Fringe, LeafHalfWidth = 0.42,
        },
        new("duskaster")
        {
            Petals = 20, Outline = Outline.Strap, HalfWidth = 0.07, Inner = Violet, Outer = Violet,
            Centre = Centre.Disc, CentreRadius = 0.26, CentreFill = Yellow, CentreRim = Amber,
            Leaf = Outline.Lance, LeafHalfWidth = 0.16,
        },
        new("inkflax")
        {
            Petals = 5, Outline = Outline.Fan, HalfWidth = 0.44, Inner = Blue, Outer = Blue,
            Marking = Marking.Base, Mark = White,
            Centre = Centre.Ring, CentreRadius = 0.14, CentreFill = Ink, CentreRim = Ink,
            Leaf = Outline.Strap, LeafHalfWidth = 0.05,
        },
        new("glassflag")
        {
            Petals = 6, Outline = Outline.Spoon, HalfWidth = 0.30, Inner = SkyBlue, Outer = SkyBlue,
            Marking = Marking.Midrib, Mark = Yellow,
            Centre = Centre.Disc, CentreRadius = 0.14, CentreFill = Yellow, CentreRim = Yellow,
            Leaf = Outline.Strap, LeafHalfWidth = 0.07,
        },
        new("emberpoppy")
        {
            Petals = 4, Outline = Outline.Fan, HalfWidth = 0.62, Inner = Red, Outer = Scarlet,
            Marking = Marking.Base, Mark = Soot,
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
