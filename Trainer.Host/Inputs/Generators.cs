using System.Text.Json;
using Trainer.Augment;
using Trainer.Augment.Standardization;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Host.Configuration;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Inputs;

/// <summary>
/// Makes the image generator of a run, and keeps in the run folder what it learnt of the training data.
/// </summary>
internal static class Generators
{
    /// <summary>Makes the generator of a new run; fits it to the training data where its options need that.</summary>
    public static ImageDataGenerator Fit(
        TrainerSettings settings, IImageDataset training, CancellationToken cancellation)
    {
        ImageDataGeneratorOptions options = settings.Augment.ToOptions();
        ImageDataGenerator generator = GeometricBackends.Create(settings.Augment.Backend, options, statistics: null);
        if (options.FeaturewiseCenter || options.FeaturewiseStdNormalization || options.ZcaWhitening)
        {
            BadRows badRows = settings.Data.BadRows;
            if (training.PixelType == PixelType.UInt8)
            {
                generator.Fit(
                    ImageSequence.ReadBytes(training, badRows, cancellation).Select(image => image.Pixels),
                    training.Shape);
            }
            else
            {
                generator.Fit(
                    ImageSequence.ReadFloats(training, badRows, cancellation).Select(image => image.Pixels),
                    training.Shape);
            }
        }

        return generator;
    }

    /// <summary>Writes what the generator learnt, if anything.</summary>
    public static void Save(ImageDataGenerator generator, RunFolder run)
    {
        if (generator.Statistics is { } statistics)
        {
            AtomicFile.WriteAllText(run.Statistics, JsonSerializer.Serialize(statistics));
        }
    }

    /// <summary>Makes the generator of a finished run.</summary>
    public static ImageDataGenerator Load(TrainerSettings settings, RunFolder run)
    {
        ImageStatistics? statistics = File.Exists(run.Statistics)
            ? JsonSerializer.Deserialize<ImageStatistics>(File.ReadAllBytes(run.Statistics))
            : null;
        return GeometricBackends.Create(settings.Augment.Backend, settings.Augment.ToOptions(), statistics);
    }
}
