using System.Diagnostics;
using Trainer.Core.Data;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// What training from the pipeline loses against a loop that trains on one batch held in memory: steps of both, in
/// turns.
/// </summary>
internal static class Headroom
{
    private const int Steps = 5;

    /// <summary>Prints the medians and the median loss of neighbours.</summary>
    public static void Run(string file, int rounds)
    {
        TorchRuntime.Configure();
        using var dataset = CsvImageDataset.Open(file);
        using InputPipeline pipeline = Work.Start(dataset, workers: 1);
        using Model model = Model.Create(() => new MiniVggNet(dataset.Shape, dataset.Labels.Classes.Count), seed: 1)
            .Compile(new Sgd(0.01, momentum: 0.9), new SparseCategoricalCrossentropy());
        using Batch kept = pipeline.Take()!;
        var alone = new List<double>();
        var fed = new List<double>();
        for (int round = -2; round < rounds; round++)
        {
            // In turns, and each first as often as the other, or a drift of the machine's would count for one of them.
            double one = 0, other = 0;
            foreach (bool held in round % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                if (held)
                {
                    one = Time(() => model.TrainOnBatch(kept));
                }
                else
                {
                    other = Time(() =>
                    {
                        using Batch batch = TakeFull(pipeline);
                        model.TrainOnBatch(batch);
                    });
                }
            }

            if (round >= 0)
            {
                alone.Add(one);
                fed.Add(other);
            }
        }

        Work.Print("held_batch_ms_per_step", Work.Median(alone));
        Work.Print("pipeline_ms_per_step", Work.Median(fed));
        Work.Print("loss_percent", 100 * (Work.Median(fed.Zip(alone, (with, without) => with / without)) - 1));
    }

    /// <summary>The next batch of the size of the one that is held.</summary>
    private static Batch TakeFull(InputPipeline pipeline)
    {
        while (true)
        {
            Batch batch = pipeline.Take()!;
            if (batch.Count == Work.BatchSize)
            {
                return batch;
            }

            batch.Dispose();
        }
    }

    private static double Time(Action step)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Steps; i++)
        {
            step();
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Steps;
    }
}
