namespace Trainer.SampleData.Drawing;

/// <summary>The patterns in a second colour that a petal may carry.</summary>
internal enum Marking
{
    /// <summary>One colour all over.</summary>
    None,

    /// <summary>The outer third.</summary>
    Tip,

    /// <summary>The inner third.</summary>
    Base,

    /// <summary>A stripe down the middle.</summary>
    Midrib,

    /// <summary>A rim along both sides.</summary>
    Edge,

    /// <summary>Spots over the inner two thirds.</summary>
    Spots,

    /// <summary>Narrow stripes along the petal.</summary>
    Stripes,

    /// <summary>A band across the petal, halfway out.</summary>
    Band,
}
