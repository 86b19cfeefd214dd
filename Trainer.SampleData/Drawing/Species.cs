namespace Trainer.SampleData.Drawing;

/// <summary>What all blossoms of one class have in common.</summary>
/// <param name="Name">The label in the CSV file.</param>
internal sealed record Species(string Name)
{
    /// <summary>The number of petals in a ring.</summary>
    public required int Petals { get; init; }

    /// <summary>The number of rings of petals, one inside the other.</summary>
    public int Rings { get; init; } = 1;

    /// <summary>The outline of a petal.</summary>
    public required Outline Outline { get; init; }

    /// <summary>Half of a petal's width as a share of its length.</summary>
    public required double HalfWidth { get; init; }

    /// <summary>The colour of a petal at its base.</summary>
    public required int Inner { get; init; }

    /// <summary>The colour of a petal at its tip.</summary>
    public required int Outer { get; init; }

    /// <summary>The pattern on a petal.</summary>
    public Marking Marking { get; init; }

    /// <summary>The colour of the pattern.</summary>
    public int Mark { get; init; }

    /// <summary>What stands in the middle.</summary>
    public required Centre Centre { get; init; }

    /// <summary>The radius of the middle as a share of the blossom's.</summary>
    public required double CentreRadius { get; init; }

    /// <summary>The main colour of the middle.</summary>
    public required int CentreFill { get; init; }

    /// <summary>The second colour of the middle.</summary>
    public required int CentreRim { get; init; }

    /// <summary>The outline of a leaf.</summary>
    public required Outline Leaf { get; init; }

    /// <summary>Half of a leaf's width as a share of its length.</summary>
    public required double LeafHalfWidth { get; init; }
}
