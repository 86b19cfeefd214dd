using System.Diagnostics;
using System.Globalization;
using Trainer.Augment;
using Trainer.Benchmarks.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// The work that everything here does: the tutorial's augmentation of shuffled rows, in batches of 32.
/// </summary>
internal static class Work
{
    /// <summary>The tutorial's batch size.</summary>
    public const int BatchSize = 32;

    /// <summary>
    /// A pipeline over a data set, with so many workers for parsing and for augmenting, and together at most so many.
    /// </summary>
    public static InputPipeline Start(IImageDataset dataset, int workers, int queue = 10, int? budget = null) => new(
        dataset,
        new ImageDataGenerator(ImageBatch.Recipe),
        new InputPipelineOptions
        {
            BatchSize = BatchSize,
            Shuffle = Shuffle.Full,
            Seed = 1,
            ParseWorkers = workers,
            AugmentWorkers = workers,
            WorkerBudget = budget,
            MaxQueueSize = queue,
        });

    /// <summary>Takes and disposes so many batches.</summary>
    /// <returns>How many images they had.</returns>
    public static int Take(InputPipeline pipeline, int batches)
    {
        int images = 0;
        for (int i = 0; i < batches; i++)
        {
            using Batch batch = pipeline.Take()!;
            images += batch.Count;
        }

        return images;
    }

    /// <summary>Images per second over so many batches, once what the pipeline had ready is used up.</summary>
    public static double Rate(InputPipeline pipeline, int batches)
    {
        Take(pipeline, 40);
        long started = Stopwatch.GetTimestamp();
        int images = Take(pipeline, batches);
        return images / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The middle one of some values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Prints a result.</summary>
    public static void Print(string name, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.####}"));
}
