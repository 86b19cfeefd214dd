using Trainer.SampleData.Drawing;

namespace Trainer.SampleData;

/// <summary>What a file of drawn blossoms holds.</summary>
/// <remarks>
/// Row n shows sample number <c>FirstSample + n</c>, whose class is that number modulo <see cref="Classes"/>: every
/// prefix of a file is balanced to within one row. A picture depends on nothing but seed, sample number, class and
/// side, so files with the same seed and disjoint sample numbers share no picture.
/// </remarks>
public sealed record SampleDataOptions
{
    /// <summary>The most classes there are to draw.</summary>
    public static int MaxClasses => SpeciesCatalog.All.Count;

    /// <summary>The number of rows, at least 1.</summary>
    public required long Count { get; init; }

    /// <summary>The number of pixels along each side of a picture, 8 to 1024.</summary>
    public int Side { get; init; } = 64;

    /// <summary>The number of classes, 2 to <see cref="MaxClasses"/>.</summary>
    public int Classes { get; init; } = MaxClasses;

    /// <summary>The seed that all pictures of the file are drawn from.</summary>
    public long Seed { get; init; } = 17;

    /// <summary>The number of the first sample, at least 0.</summary>
    public long FirstSample { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is out of its range; the message says which and the range.
    /// </exception>
    public void Validate()
    {
        Check(nameof(Count), Count, 1, long.MaxValue / 2);
        Check(nameof(Side), Side, 8, 1024);
        Check(nameof(Classes), Classes, 2, MaxClasses);
        Check(nameof(FirstSample), FirstSample, 0, long.MaxValue / 2);
    }

    private static void Check(string name, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be {least} to {most}.");
        }
    }
}
