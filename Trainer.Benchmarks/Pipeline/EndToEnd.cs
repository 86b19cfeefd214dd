using System.Diagnostics;
using Trainer.Augment;
using Trainer.Benchmarks.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// CSV to augmented float32 batches, from the file and from the cache of decoded images: the pipeline with one and with two
/// workers per stage, and the same work in a plain loop, whose lead over the pipeline on one core is what messages cost.
/// </summary>
internal static class EndToEnd
{
    private const int Batches = 640;

    /// <summary>Runs the contestants in turns and prints the median of each.</summary>
    public static void Run(string file, int rounds)
    {
        using var plain = CsvImageDataset.Open(file);
        using var cached = new CachedDataset(CsvImageDataset.Open(file), megabytes: 4000);
        Dictionary<string, Func<double>> contestants = new(StringComparer.Ordinal)
        {
            ["loop_file"] = () => Loop(plain),
            ["pipeline_file_1"] = () => Pipeline(plain, 1),
            ["pipeline_file_2"] = () => Pipeline(plain, 2),
            ["loop_cache"] = () => Loop(cached),
            ["pipeline_cache_1"] = () => Pipeline(cached, 1),
            ["pipeline_cache_2"] = () => Pipeline(cached, 2),
        };
        var rates = contestants.Keys.ToDictionary(name => name, _ => new List<double>(), StringComparer.Ordinal);
        for (int round = -1; round < rounds; round++)
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
    }

    private static double Pipeline(IImageDataset dataset, int workers)
    {
        using InputPipeline pipeline = Work.Start(dataset, workers);
        return Work.Rate(pipeline, Batches);
    }

    private static double Loop(IImageDataset dataset)
    {
        const int Chunk = 16;
        var generator = new ImageDataGenerator(ImageBatch.Recipe);
        var order = new TraversalOrder(dataset.Count, Shuffle.Full, buffer: 1, seed: 1);
        var records = new RecordBuffer();
        int length = dataset.Shape.Length;
        byte[] pixels = new byte[Chunk * length];

        // As many slots as a pipeline with one worker has, so that the caches see the same.
        float[][] slots = [.. Enumerable.Range(0, 14).Select(_ => new float[Work.BatchSize * length])];
        IRecordReader reader = dataset.OpenReader();
        int[] rows = new int[Chunk];
        long started = Stopwatch.GetTimestamp();
        for (int batch = 0; batch < Batches; batch++)
        {
            float[] slot = slots[batch % slots.Length];
            for (int offset = 0; offset < Work.BatchSize; offset += Chunk)
            {
                (int epoch, int first) = Math.DivRem((batch * Work.BatchSize) + offset, dataset.Count);
                for (int i = 0; i < Chunk; i++)
                {
                    rows[i] = order.RowAt(epoch, (first + i) % dataset.Count);
                }

                records.Clear();
                reader.ReadAsync(rows, records, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                for (int i = 0; i < Chunk; i++)
                {
                    dataset.Decode(records[i], rows[i], pixels.AsSpan(i * length, length));
                }

                for (int i = 0; i < Chunk; i++)
                {
                    generator.Process(
                        pixels.AsSpan(i * length, length),
                        dataset.Shape,
                        new SampleKey(1, epoch, rows[i]),
                        slot.AsSpan((offset + i) * length, length),
                        DataFormat.ChannelsFirst);
                }
            }
        }

        return Batches * Work.BatchSize / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
