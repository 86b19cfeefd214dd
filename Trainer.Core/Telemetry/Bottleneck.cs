using Trainer.Core.Text;

namespace Trainer.Core.Telemetry;

/// <summary>The verdict on a training: whether the input or the model holds it up, and what to change.</summary>
/// <remarks>
/// A pure function of what was measured. Workers are only advised where the trainer waited, and never more than the
/// cores can run or the budget allows.
/// </remarks>
/// <param name="Kind">What holds it up.</param>
/// <param name="Stage">The slowest stage, where <see cref="Kind"/> is one of the input; else null.</param>
/// <param name="StallShare">
/// The share of its time that the trainer waited for data, 0 to 1; the wait for the first batch left out.
/// </param>
/// <param name="Headroom">
/// How many times the trainer's own speed the pipeline can do with its present workers, by the working times that were
/// measured while both ran; not-a-number if that is not known.
/// </param>
/// <param name="MoreWorkers">Advised additional workers by stage; empty for none.</param>
/// <param name="Sentence">All of it in one sentence for people.</param>
public sealed record Bottleneck(
    BottleneckKind Kind,
    string? Stage,
    double StallShare,
    double Headroom,
    IReadOnlyDictionary<string, int> MoreWorkers,
    string Sentence)
{
    /// <summary>The share of its time, 0 to 1, from which a trainer that waits is held up by its input.</summary>
    public const double StallLimit = 0.01;

    // Below this gain more workers are not worth the advice.
    private const double LeastGain = 1.05;

    // A stage that works less than this share of the time is not what limits a pipeline whose consumer takes all it
    // gets.
    private const double BusyStage = 0.8;

    private static readonly IReadOnlyDictionary<string, int> NoWorkers = new Dictionary<string, int>(
        StringComparer.Ordinal);

    /// <summary>Judges a training.</summary>
    /// <param name="pipeline">The pipeline's figures; null if the data came from elsewhere.</param>
    /// <param name="steps">The trainer's figures over the same time.</param>
    /// <param name="cores">The cores that both may use, at least 1.</param>
    public static Bottleneck Of(PipelineStatistics? pipeline, StepStatistics steps, int cores)
    {
        if (steps.Steps == 0 || steps.Whole <= TimeSpan.Zero)
        {
            return new Bottleneck(
                BottleneckKind.Unknown, null, 0, double.NaN, NoWorkers, "no verdict: no step of training was measured");
        }

        IReadOnlyList<WorkerPool> pools = pipeline is null ? [] : WorkerPool.Of(pipeline);
        double own = steps.OwnSamplesPerSecond;
        double stall = steps.SteadyStallShare;
        double headroom = pools.Count == 0 || own == 0 ? double.NaN : Capacity(pools, Width(pipeline!, cores)) / own;
        if (stall < StallLimit)
        {
            string bound = steps.IsLaunchBound
                ? "launch-bound: the host takes longer to launch the steps than the device to do them "
                    + "(larger batches use it better), and "
                : "compute-bound: ";
            return new Bottleneck(BottleneckKind.Compute, null, stall, headroom, NoWorkers, bound + Spare(headroom));
        }

        string waited = $"the trainer waited {Percent(stall)} of its time";
        if (pools.Count == 0)
        {
            return new Bottleneck(BottleneckKind.Input, null, stall, double.NaN, NoWorkers, $"input-bound: {waited}");
        }

        WorkerPool slowest = pools.MinBy(pool => pool.Capacity);
        if (pools.All(pool => pool.WorkersFor(own) <= pool.Workers) && headroom >= 1)
        {
            bool filled = pipeline!.Prefetch.QueueCapacity > 0
                && pipeline.Prefetch.QueueDepth.Max >= pipeline.Prefetch.QueueCapacity;
            string advice = filled ? "; a longer queue (Pipeline:MaxQueueSize) would even that out" : string.Empty;
            return new Bottleneck(
                BottleneckKind.InputInBursts, slowest.Stage, stall, headroom, NoWorkers,
                $"input-bound in bursts: {waited}, although {Spare(headroom)}{advice}");
        }

        (IReadOnlyDictionary<string, int> more, string consequence) = Advise(
            pools, slowest, own, steps.ComputeThreads, cores, pipeline!.WorkerBudget);
        return new Bottleneck(
            BottleneckKind.Input,
            slowest.Stage,
            stall,
            headroom,
            more,
            $"input-bound by {slowest.Stage}: {waited}; {consequence}");
    }

    /// <summary>Judges a pipeline whose consumer takes all that it gets: what limits its speed.</summary>
    /// <param name="pipeline">The pipeline's figures.</param>
    /// <param name="cores">The cores that it may use, at least 1.</param>
    public static Bottleneck OfPipeline(PipelineStatistics pipeline, int cores)
    {
        IReadOnlyList<WorkerPool> pools = WorkerPool.Of(pipeline);
        if (pools.Count == 0 || pipeline.SamplesPerSecond == 0)
        {
            return new Bottleneck(
                BottleneckKind.Unknown, null, 0, double.NaN, NoWorkers, "no verdict: no sample was measured");
        }

        double waited = pipeline.ConsumerWait / pipeline.Elapsed;
        WorkerPool slowest = pools.MinBy(pool => pool.Capacity);
        double utilization = pipeline.SamplesPerSecond / slowest.Capacity;
        string rate = $"{CNumber.Fixed(pipeline.SamplesPerSecond, 0)} images/s";
        if (utilization < BusyStage)
        {
            return new Bottleneck(
                BottleneckKind.InputInBursts, slowest.Stage, waited, double.NaN, NoWorkers,
                $"no stage limits the {rate}: the busiest, {slowest.Stage}, worked {Percent(utilization)} of the time; "
                + "the rest goes into starting up and handing over, or to other programs on these cores");
        }

        string limited = $"limited by {slowest.Stage}: its {Counted(slowest.Workers, "worker")} did {rate} and "
            + $"worked {Percent(Math.Min(utilization, 1))} of the time";
        int width = Width(pipeline, cores);
        double best = width / pools.Sum(pool => pool.SecondsPerItem);
        if (best < LeastGain * pipeline.SamplesPerSecond)
        {
            string all = width < cores ? $"{Counted(width, "worker")} of Pipeline:CpuBudget" : Counted(cores, "core");
            return new Bottleneck(
                BottleneckKind.Input,
                slowest.Stage,
                waited,
                double.NaN,
                NoWorkers,
                $"{limited}; more workers would not help, for the stages use all of the {all}");
        }

        if (slowest.MaxWorkers <= slowest.Workers || slowest.Workers >= cores)
        {
            return new Bottleneck(
                BottleneckKind.Input,
                slowest.Stage,
                waited,
                double.NaN,
                NoWorkers,
                $"{limited}; {Stuck(slowest, cores)}");
        }

        return new Bottleneck(
            BottleneckKind.Input,
            slowest.Stage,
            waited,
            double.NaN,
            new Dictionary<string, int>(StringComparer.Ordinal) { [slowest.Name] = 1 },
            $"{limited}; {Workers(slowest.Name, 1)} would raise that");
    }

    private static (IReadOnlyDictionary<string, int> More, string Consequence) Advise(
        IReadOnlyList<WorkerPool> pools, WorkerPool slowest, double own, int computeThreads, int cores, int? budget)
    {
        // Seconds of all cores for one sample: the stages' work and, in the same time, the trainer's.
        double stageSeconds = pools.Sum(pool => pool.SecondsPerItem);
        double secondsPerSample = stageSeconds + (computeThreads / own);
        double possible = Math.Min(own, Math.Min(cores / secondsPerSample, (budget ?? cores) / stageSeconds));
        foreach (WorkerPool pool in pools)
        {
            possible = Math.Min(
                possible, Math.Max(pool.Workers, Math.Min(pool.MaxWorkers, cores)) / pool.SecondsPerItem);
        }

        var more = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (WorkerPool pool in pools)
        {
            int missing = pool.WorkersFor(possible) - pool.Workers;
            if (missing > 0)
            {
                more[pool.Name] = missing;
            }
        }

        if (more.Count == 0 || possible < LeastGain * slowest.Capacity)
        {
            double needed = own * secondsPerSample;
            if (needed <= cores && budget < own * stageSeconds)
            {
                return (
                    NoWorkers,
                    $"Pipeline:CpuBudget lets {Counted(budget.Value, "worker")} work at a time, "
                    + $"and {CNumber.Fixed(own * stageSeconds, 1)} would be needed");
            }

            return needed > cores && slowest.MaxWorkers > slowest.Workers
                ? (NoWorkers, "more workers would not help, for stages and trainer would need "
                    + $"{CNumber.Fixed(needed, 1)} cores of {cores}")
                : (NoWorkers, Stuck(slowest, cores));
        }

        string workers = string.Join(" and ", more.Select(pair => Workers(pair.Key, pair.Value)));
        return possible > own * 0.98
            ? (more, $"{workers} would remove it")
            : (more, $"{workers} would shorten it to about {Percent(1 - (possible / own))}, and "
                + $"{Wall(pools, possible, secondsPerSample, cores)}");
    }

    private static string Wall(IReadOnlyList<WorkerPool> pools, double possible, double secondsPerSample, int cores)
    {
        foreach (WorkerPool pool in pools)
        {
            if (pool.MaxWorkers / pool.SecondsPerItem <= possible * 1.001)
            {
                return $"{pool.Stage} cannot have more workers";
            }
        }

        return possible * secondsPerSample >= cores * 0.999
            ? $"the {Counted(cores, "core")} do no more"
            : $"there are {Counted(cores, "core")}";
    }

    private static string Stuck(WorkerPool pool, int cores) => pool.Name switch
    {
        _ when pool.MaxWorkers > pool.Workers => $"it has as many workers as there are cores ({cores})",
        StageNames.Read => "its rows come one after another, so it has one worker; "
            + "a faster source would help, such as the file uncompressed",
        _ => $"it cannot have more than {Counted(pool.MaxWorkers, "worker")}",
    };

    /// <summary>How many of the stages' workers can be at work at the same moment.</summary>
    private static int Width(PipelineStatistics pipeline, int cores) => Math.Min(pipeline.WorkerBudget ?? cores, cores);

    /// <summary>
    /// What the pools can do together, in samples per second: no more than the slowest, and no more than all at work at
    /// once.
    /// </summary>
    private static double Capacity(IReadOnlyList<WorkerPool> pools, int width) =>
        Math.Min(pools.Min(pool => pool.Capacity), width / pools.Sum(pool => pool.SecondsPerItem));

    private static string Spare(double headroom) => headroom switch
    {
        double.NaN => "its data was there when the trainer asked for it",
        < 1.05 => "the pipeline can feed this trainer, and no faster one",
        < 9.95 => $"the pipeline could feed {CNumber.Fixed(headroom, 1)} times this trainer",
        _ => $"the pipeline could feed {CNumber.Fixed(headroom, 0)} times this trainer",
    };

    private static string Percent(double share) => share is > 0 and < 0.095
        ? $"{CNumber.Fixed(100 * share, 1)} %"
        : $"{CNumber.Fixed(100 * share, 0)} %";

    private static string Workers(string stage, int count) =>
        $"{count} more {stage} worker{(count == 1 ? string.Empty : "s")}";

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
