using System.Diagnostics;
using Trainer.Augment;
using Trainer.Benchmarks.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Telemetry;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>What measuring costs: pipelines with and without their meters, in turns, and the meter of a trainer's steps.</summary>
/// <remarks>The processor's time is what other programs disturb least; the wall's is printed beside it.</remarks>
internal static class TelemetryCost
{
    private const int Batches = 256;
    private const int Steps = 1_000_000;

    /// <summary>Prints the median ratios of neighbours, as percent that measuring adds, and nanoseconds per step.</summary>
    public static void Run(string file, int rounds)
    {
        using var plain = CsvImageDataset.Open(file);
        using var cached = new CachedDataset(CsvImageDataset.Open(file), megabytes: 4000);
        Compare("file", plain, rounds);
        Compare("cache", cached, rounds);
        Work.Print("step_meter_ns_per_step", TimeSteps());
    }

    private static void Compare(string name, IImageDataset dataset, int rounds)
    {
        var cpu = new List<double>();
        var wall = new List<double>();
        for (int round = -2; round < rounds; round++)
        {
            // The order changes from round to round, so that neither always runs on the warmer machine.
            bool onFirst = round % 2 == 0;
            (double Cpu, double Wall) first = Measure(dataset, onFirst);
            (double Cpu, double Wall) second = Measure(dataset, !onFirst);
            (double Cpu, double Wall) on = onFirst ? first : second;
            (double Cpu, double Wall) off = onFirst ? second : first;
            if (round >= 0)
            {
                cpu.Add(on.Cpu / off.Cpu);
                wall.Add(on.Wall / off.Wall);
            }
        }

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

    private static double TimeSteps()
    {
        var meter = new StepMeter();
        double best = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long started = Stopwatch.GetTimestamp();
            for (int step = 0; step < Steps; step++)
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
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Steps);
        }

        return best;
    }
}
