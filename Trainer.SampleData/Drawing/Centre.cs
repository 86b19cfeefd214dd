namespace Trainer.SampleData.Drawing;

/// <summary>What stands in the middle of a blossom.</summary>
internal enum Centre
{
    /// <summary>A domed, grainy disc.</summary>
    Disc,

    /// <summary>A disc in one colour with a broad rim in another.</summary>
    Ring,

    /// <summary>A trumpet: a dark throat, then the colour, then a frilled rim.</summary>
    Trumpet,

    /// <summary>Single stamens around a small knob.</summary>
    Stamens,
}
