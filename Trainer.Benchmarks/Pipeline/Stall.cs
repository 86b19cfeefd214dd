using System.Diagnostics;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// A consumer that takes batches at a share of the pipeline's own rate, pauses after each epoch as for a validation,
/// and counts how long it waits. An unsteady consumer finds its batches in the queue as well; with a queue of one it
/// must wait, or nothing is measured.
/// </summary>
/// <remarks>
/// The consumer works instead of sleeping, as a trainer does; the pipeline's own rate is therefore measured beside a
/// thread that works too, or on a machine of few processors it would be a rate that no trainer leaves.
/// </remarks>
internal static class Stall
{
    private const int Epochs = 40;
    private const int Rounds = 5;

    // The unsteady consumer: so many batches at once, then as long a pause.
    private const int Burst = 8;

    /// <summary>Prints the median waiting share for each rate.</summary>
    public static void Run(string file)
    {
        using var dataset = CsvImageDataset.Open(file);
        double rate = MeasureRate(dataset);
        Work.Print("pipeline_images_per_second", rate);
        Print("stall_at_50_percent", () => Consume(dataset, rate * 0.5));
        Print("stall_at_80_percent", () => Consume(dataset, rate * 0.8));
        Print("stall_at_80_percent_unsteady", () => Consume(dataset, rate * 0.8, burst: Burst));
        Print("stall_at_80_percent_unsteady_queue_of_one", () => Consume(dataset, rate * 0.8, queue: 1, burst: Burst));

        static void Print(string name, Func<double> measure) =>
            Work.Print(name, Work.Median(Enumerable.Range(0, Rounds).Select(_ => measure())));
    }

    private static double MeasureRate(CsvImageDataset dataset)
    {
        using var done = new CancellationTokenSource();
        var trainer = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Thread.SpinWait(20);
            }
        });
        trainer.Start();
        using InputPipeline pipeline = Work.Start(dataset, workers: 1);
        double rate = Work.Median(Enumerable.Range(0, 9).Select(_ => Work.Rate(pipeline, 320)));
        done.Cancel();
        trainer.Join();
        return rate;
    }

    private static double Consume(CsvImageDataset dataset, double imagesPerSecond, int queue = 10, int burst = 1)
    {
        using InputPipeline pipeline = Work.Start(dataset, workers: 1, queue);
        Work.Take(pipeline, 40);
        TimeSpan waited = pipeline.ReadStatistics().ConsumerWait;
        long started = Stopwatch.GetTimestamp();
        int images = 0;
        for (int step = 0; step < Epochs * pipeline.StepsPerEpoch; step++)
        {
            using Batch batch = pipeline.Take()!;
            images += batch.Count;
            if (step % burst == burst - 1)
            {
                Spin(TimeSpan.FromSeconds(images / imagesPerSecond));
                images = 0;
            }

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
