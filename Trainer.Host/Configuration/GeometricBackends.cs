using Trainer.Augment;
using Trainer.Augment.ImageSharp;
using Trainer.Augment.Standardization;

namespace Trainer.Host.Configuration;

/// <summary>Makes generators with the chosen <see cref="GeometricBackend"/>.</summary>
internal static class GeometricBackends
{
    /// <summary>Finds everything that is wrong with the options for a backend.</summary>
    /// <returns>One sentence per problem that begins with the key; empty when there is none.</returns>
    public static IEnumerable<string> Problems(GeometricBackend backend, ImageDataGeneratorOptions options)
    {
        IReadOnlyList<string> problems = backend switch
        {
            GeometricBackend.BuiltIn => options.Validate(),
            GeometricBackend.ImageSharp => ImageSharpGenerator.Validate(options),
            _ =>
                [
                    .. options.Validate(),
                    $"Backend is {backend}; allowed is one of {string.Join(", ", Enum.GetNames<GeometricBackend>())}.",
                ],
        };
        return problems.Select(problem => $"Augment:{problem}");
    }

    /// <summary>Makes a generator.</summary>
    /// <exception cref="SettingsException">The backend cannot do it; all problems are listed.</exception>
    public static ImageDataGenerator Create(
        GeometricBackend backend, ImageDataGeneratorOptions options, ImageStatistics? statistics)
    {
        string[] problems = [.. Problems(backend, options)];
        if (problems.Length > 0)
        {
            throw new SettingsException(string.Join(Environment.NewLine, problems));
        }

        return backend == GeometricBackend.ImageSharp
            ? ImageSharpGenerator.Create(options, statistics)
            : new ImageDataGenerator(options, statistics);
    }
}
