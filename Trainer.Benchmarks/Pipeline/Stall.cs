using System.Diagnostics;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// A consumer that takes batches at a share of the pipeline's own rate, pauses after each epoch as for a validation, and
/// counts how long it waits. With a queue of one, one worker and an unsteady consumer it must wait, or nothing is measured.
/// </summary>
internal static class Stall
{
    private const int Epochs = 40;

    /// <summary>Prints the waiting share for each rate.</summary>
    public static void Run(string file)
    {
        using var dataset = CsvImageDataset.Open(file);
        double rate;
        using (InputPipeline pipeline = Work.Start(dataset, workers: 1))
        {
            rate = Work.Median(Enumerable.Range(0, 9).Select(_ => Work.Rate(pipeline, 320)));
        }

        Work.Print("pipeline_images_per_second", rate);
        Work.Print("stall_at_50_percent", Consume(dataset, rate * 0.5, queue: 10));
        Work.Print("stall_at_80_percent", Consume(dataset, rate * 0.8, queue: 10));
        Work.Print("stall_at_95_percent_queue_of_one", Consume(dataset, rate * 0.95, queue: 1));
        Work.Print("stall_at_150_percent", Consume(dataset, rate * 1.5, queue: 10));
    }

    private static double Consume(CsvImageDataset dataset, double imagesPerSecond, int queue)
    {
        using InputPipeline pipeline = Work.Start(dataset, workers: 1, queue);
        Work.Take(pipeline, 40);
        TimeSpan waited = pipeline.ReadStatistics().ConsumerWait;
        long started = Stopwatch.GetTimestamp();
        for (int step = 0; step < Epochs * pipeline.StepsPerEpoch; step++)
        {
            using Batch batch = pipeline.Take()!;
            Spin(TimeSpan.FromSeconds(batch.Count / imagesPerSecond));
            if (batch.IsLastOfEpoch)
            {
                // The validation: a fifth of an epoch in which nothing is taken.
                Spin(TimeSpan.FromSeconds(dataset.Count / imagesPerSecond / 5));
            }
        }

        return (pipeline.ReadStatistics().ConsumerWait - waited) / Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Works: a timer would be too coarse, and a trainer does not leave its core to others either.</summary>
    private static void Spin(TimeSpan time)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            Thread.SpinWait(20);
        }
    }
}
