namespace Trainer.SampleData.Drawing;

/// <summary>The rectangle of a frame that holds a shape: u from From to To, v from −HalfWidth to HalfWidth.</summary>
internal readonly record struct Bounds(double From, double To, double HalfWidth);
