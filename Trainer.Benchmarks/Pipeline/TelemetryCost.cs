using System.Diagnostics;
using System.Threading.Tasks.Dataflow;
using Trainer.Augment;
using Trainer.Benchmarks.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Telemetry;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// What measuring costs: pipelines with and without their meters, in turns, and the meter of a trainer's steps.
/// </summary>
/// <remarks>The processor's time is what other programs disturb least; the wall's is printed beside it.</remarks>
internal static class TelemetryCost
{
    private const int Batches = 256;
    private const int Calls = 100_000;

    private static readonly int Chunk = new InputPipelineOptions().ChunkSize;

    /// <summary>
    /// Prints the median ratios of neighbours, as percent that measuring adds, and nanoseconds per chunk and step.
    /// </summary>
    public static void Run(string file, int rounds)
    {
        using var plain = CsvImageDataset.Open(file);
        using var cached = new CachedDataset(CsvImageDataset.Open(file), megabytes: 4000);
        Compare("file", plain, rounds);
        Compare("cache", cached, rounds);
        Work.Print("stage_meters_ns_per_chunk", TimeChunks());
        Work.Print("step_meter_ns_per_step", TimeSteps());
    }

    private static void Compare(string name, IImageDataset dataset, int rounds)
    {
        var cpu = new List<double>();
        var wall = new List<double>();
        var off = new List<double>();
        for (int round = -2; round < rounds; round++)
        {
            // The order changes from round to round, so that neither always runs on the warmer machine.
            bool onFirst = round % 2 == 0;
            (double Cpu, double Wall) first = Measure(dataset, onFirst);
            (double Cpu, double Wall) second = Measure(dataset, !onFirst);
            (double Cpu, double Wall) on = onFirst ? first : second;
            (double Cpu, double Wall) without = onFirst ? second : first;
            if (round >= 0)
            {
                cpu.Add(on.Cpu / without.Cpu);
                wall.Add(on.Wall / without.Wall);
                off.Add(without.Cpu);
            }
        }

        Work.Print($"{name}_cpu_us_per_chunk", Work.Median(off) * 1e6 * Chunk / (Batches * Work.BatchSize));
        Work.Print($"{name}_cpu_percent", 100 * (Work.Median(cpu) - 1));
        Work.Print($"{name}_wall_percent", 100 * (Work.Median(wall) - 1));
    }

    private static (double Cpu, double Wall) Measure(IImageDataset dataset, bool on)
    {
        using var pipeline = new InputPipeline(
            dataset,
            new ImageDataGenerator(ImageBatch.Recipe),
            new InputPipelineOptions { BatchSize = Work.BatchSize, Shuffle = Shuffle.Full, Seed = 1, IsMeasured = on });
        Work.Take(pipeline, 40);
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        Work.Take(pipeline, Batches);
        double wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return ((process.TotalProcessorTime - before).TotalSeconds, wall);
    }

    /// <summary>What the meters of the four stages take for a chunk, with blocks to look at as in a pipeline.</summary>
    private static double TimeChunks()
    {
        var block = new TransformBlock<int, int>(
            value => value, new ExecutionDataflowBlockOptions { BoundedCapacity = 2 });
        StageMeter[] meters = [new("read", 1, () => true), Fed("parse"), Fed("augment"), Fed("batch")];
        return Shortest(() =>
        {
            foreach (StageMeter meter in meters)
            {
                long started = meter.Begin();
                _ = meter.StartSpan(default, Chunk);
                meter.End(started, Chunk, bytes: 1);
            }
        });

        StageMeter Fed(string name) => new(name, 1, () => block.OutputCount > 0, () => block.InputCount, 2);
    }

    /// <summary>What the meter of the steps takes for a step.</summary>
    private static double TimeSteps()
    {
        var meter = new StepMeter();
        return Shortest(() =>
        {
            meter.BeginStep();
            meter.Enter(StepPart.Callbacks);
            meter.Enter(StepPart.CopyToDevice);
            meter.Enter(StepPart.Forward);
            meter.Enter(StepPart.Backward);
            meter.Enter(StepPart.Optimizer);
            meter.Enter(StepPart.Other);
            meter.Enter(StepPart.Callbacks);
            meter.EndStep(Work.BatchSize);
        });
    }

    /// <summary>The shortest of some rounds, in nanoseconds per call.</summary>
    private static double Shortest(Action action)
    {
        double best = double.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            long started = Stopwatch.GetTimestamp();
            for (int call = 0; call < Calls; call++)
            {
                action();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Calls);
        }

        return best;
    }
}
