using Trainer.Augment.Standardization;

namespace Trainer.Augment.ImageSharp;

/// <summary>Makes generators that leave the geometry to SixLabors.ImageSharp.</summary>
/// <remarks>
/// Draws and everything but the geometry are those of any other generator, and pixels agree within 0.02 of 255 with
/// bilinear interpolation. Images of floats always take the built-in kernels, since ImageSharp clips what lies beyond
/// white. Unlike with the built-in kernels, each image allocates, and the memory for its extended edges grows with the
/// distance that it is moved by.
/// </remarks>
public static class ImageSharpGenerator
{
    /// <summary>Finds what ImageSharp cannot do, or what is wrong with the options anyway.</summary>
    /// <param name="options">The options.</param>
    /// <returns>
    /// One sentence per problem that names the option, its value and what is allowed; empty when valid.
    /// </returns>
    public static IReadOnlyList<string> Validate(ImageDataGeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> problems = options.Validate();
        return options.FillMode == FillMode.Nearest
            ? problems
            : [.. problems, $"FillMode is {options.FillMode}; allowed is Nearest when ImageSharp does the geometry."];
    }

    /// <summary>Makes a generator.</summary>
    /// <param name="options">The options; <see cref="ImageDataGeneratorOptions.FillMode"/> must be Nearest.</param>
    /// <param name="statistics">What <see cref="ImageDataGenerator.Statistics"/> was after <c>Fit</c>; null when it is
    /// still to come.</param>
    /// <returns>The generator.</returns>
    /// <exception cref="ArgumentException">Options are not valid; the message lists all problems.</exception>
    public static ImageDataGenerator Create(ImageDataGeneratorOptions options, ImageStatistics? statistics = null)
    {
        IReadOnlyList<string> problems = Validate(options);
        return problems.Count == 0
            ? new ImageDataGenerator(options, statistics, new ImageSharpWarpKernel())
            : throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
    }
}
