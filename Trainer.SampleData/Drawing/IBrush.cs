namespace Trainer.SampleData.Drawing;

/// <summary>Decides what a shape looks like at one point of its own frame.</summary>
internal interface IBrush
{
    /// <summary>Colours one point.</summary>
    /// <param name="u">The coordinate along the shape.</param>
    /// <param name="v">The coordinate across the shape.</param>
    /// <param name="pixel">The size of a pixel in the shape's units: edges are softened by as much.</param>
    /// <param name="colour">The colour there; meaningless where the coverage is 0.</param>
    /// <returns>How much of the point is covered, 0…1.</returns>
    double Shade(double u, double v, double pixel, out Rgb colour);
}
