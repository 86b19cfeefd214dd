using System.Diagnostics;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>How soon a process that has just started is at its full speed.</summary>
internal static class FreshProcess
{
    private const int EpochBatches = 32;

    /// <summary>Measures the first things that the process does with a pipeline, then its steady state.</summary>
    public static void Run(string file)
    {
        long started = Stopwatch.GetTimestamp();
        using var dataset = CsvImageDataset.Open(file);
        Work.Print("open_ms", Stopwatch.GetElapsedTime(started).TotalMilliseconds);

        started = Stopwatch.GetTimestamp();
        using InputPipeline pipeline = Work.Start(dataset, workers: 1);
        Work.Print("construction_ms", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        Work.Print("warm_up_ms", pipeline.WarmUp.TotalMilliseconds);

        started = Stopwatch.GetTimestamp();
        Work.Take(pipeline, 1);
        Work.Print("first_batch_ms", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        Work.Take(pipeline, EpochBatches - 1);
        double first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        Work.Print("first_1020_rows_ms", first);

        Work.Take(pipeline, 20 * EpochBatches);
        double steady = Work.Median(Enumerable.Range(0, 20).Select(_ =>
        {
            long epoch = Stopwatch.GetTimestamp();
            Work.Take(pipeline, EpochBatches);
            return Stopwatch.GetElapsedTime(epoch).TotalMilliseconds;
        }));
        Work.Print("steady_1020_rows_ms", steady);
        Work.Print("first_to_steady", first / steady);
    }
}
