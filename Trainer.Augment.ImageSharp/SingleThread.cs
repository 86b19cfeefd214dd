using SixLabors.ImageSharp;

namespace Trainer.Augment.ImageSharp;

/// <summary>
/// ImageSharp without threads of its own: the caller decides how many images are worked on at once.
/// </summary>
internal static class SingleThread
{
    /// <summary>The configuration of everything here.</summary>
    public static Configuration Configuration { get; } = Create();

    private static Configuration Create()
    {
        Configuration configuration = Configuration.Default.Clone();
        configuration.MaxDegreeOfParallelism = 1;
        return configuration;
    }
}
