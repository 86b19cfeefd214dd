using System.Diagnostics;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// CSV to augmented float32 batches, from the file and from the cache of decoded images: the pipeline, and the same
/// work in plain loops on as many threads, whose lead over the pipeline is what messages cost.
/// </summary>
/// <remarks>
/// A pipeline of one worker, which parses or augments, has the same means as one loop on one processor
/// (<c>taskset -c 0</c>), one of two workers the same as two loops on two; only those are compared.
/// </remarks>
internal static class EndToEnd
{
    // Few, so that the two of a turn see the same of what else the machine does.
    private const int Batches = 500;

    // Until the compiler is done with the code.
    private const int WarmUpRounds = 12;

    // A pipeline has 18 or 20, but where the consumer takes at once those last returned go round, and fewer of them.
    private const int Slots = 14;

    /// <summary>Runs the contestants in turns and prints the median of each.</summary>
    public static void Run(string file, int rounds)
    {
        using var plain = CsvImageDataset.Open(file);
        using var cached = new CachedDataset(CsvImageDataset.Open(file), megabytes: 4000);
        Dictionary<string, Func<double>> contestants = new(StringComparer.Ordinal)
        {
            ["loop_file_1"] = () => Loops(plain, 1),
            ["pipeline_file_1"] = () => Pipeline(plain, 1),
            ["loop_file_2"] = () => Loops(plain, 2),
            ["pipeline_file_2"] = () => Pipeline(plain, 2),
            ["loop_cache_1"] = () => Loops(cached, 1),
            ["pipeline_cache_1"] = () => Pipeline(cached, 1),
            ["loop_cache_2"] = () => Loops(cached, 2),
            ["pipeline_cache_2"] = () => Pipeline(cached, 2),
        };
        var rates = contestants.Keys.ToDictionary(name => name, _ => new List<double>(), StringComparer.Ordinal);
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            foreach ((string name, Func<double> run) in contestants)
            {
                double rate = run();
                if (round >= 0)
                {
                    rates[name].Add(rate);
                }
            }
        }

        foreach ((string name, List<double> values) in rates)
        {
            Work.Print($"{name}_images_per_second", Work.Median(values));
        }

        int workers = Math.Min(Environment.ProcessorCount, 2);
        foreach (string source in (string[])["file", "cache"])
        {
            IEnumerable<double> costs = rates[$"loop_{source}_{workers}"].Zip(
                rates[$"pipeline_{source}_{workers}"], (loop, pipeline) => 100 * ((loop / pipeline) - 1));
            Work.Print($"messages_{source}_{workers}_percent", Work.Median(costs));
        }
    }

    private static double Pipeline(IImageDataset dataset, int workers)
    {
        using InputPipeline pipeline = Work.Start(dataset, workers, budget: workers);
        return Work.Rate(pipeline, Batches);
    }

    private static double Loops(IImageDataset dataset, int count)
    {
        PlainLoop[] loops = [.. Enumerable.Range(0, count).Select(_ => new PlainLoop(dataset, Slots / count))];
        long started = Stopwatch.GetTimestamp();
        Thread[] others = [.. loops.Skip(1).Select((loop, i) => new Thread(() => loop.Run(Batches, i + 1, count)))];
        foreach (Thread other in others)
        {
            other.Start();
        }

        loops[0].Run(Batches, 0, count);
        foreach (Thread other in others)
        {
            other.Join();
        }

        return Batches * Work.BatchSize / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
