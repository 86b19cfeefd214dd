using System.Globalization;

namespace Trainer.Core.Pipeline.Tuning;

/// <summary>
/// Chooses the fewest workers that keep the trainer's data ready without taking its cores away, from what was measured
/// over the epochs so far. A pure function: the same observations give the same decision.
/// </summary>
/// <remarks>
/// <para>
/// A stage of n workers whose samples take s seconds makes n/s samples a second. The trainer's pace asks for p of them,
/// and a stage that is to have its next sample ready in time must not be busy all of the time; so n is the least number
/// above s·p/0.95. Numbers that are a little too large stay as they are, up to s·p/0.8, lest they go up and down.
/// </para>
/// <para>
/// Service times are measured on the clock, so they grow where workers stand in each other's way: at a disk that serves
/// one after another, or on cores that are fewer than they. There more workers bring nothing, which no formula but only
/// a trial shows; therefore what was tried before counts more than what is computed. And where the trainer has to share
/// its cores, data that is ready is not all: it goes back to the numbers with which most samples a second were trained,
/// and from there by small steps.
/// </para>
/// </remarks>
public static class Autotuner
{
    private const double WantedReadiness = 0.99;
    private const double HighLoad = 0.95;
    private const double LowLoad = 0.8;

    // Measurements differ by so much without a reason.
    private const double Alike = 0.25;

    // More workers that bring less than this bring nothing.
    private const double WorthIt = 0.03;

    // How much more to try for where a leap went too far.
    private const double Step = 0.2;

    /// <summary>Decides after an epoch.</summary>
    /// <param name="history">What was seen, the oldest epoch first; not empty.</param>
    /// <param name="limits">Within what to choose.</param>
    public static TuningDecision Decide(IReadOnlyList<TuningObservation> history, TuningLimits limits)
    {
        TuningObservation last = history[^1];
        IReadOnlyList<TuningObservation> tried = Comparable(history, limits);
        WorkerSplit current = last.Workers;
        bool ready = last.Readiness >= WantedReadiness;

        if ((!ready || IsCrowded(tried, last, limits)) && FewerForTheSame(tried, last, limits) is { } fewer)
        {
            return Say(
                fewer, $"{current.Total} workers bring no more than {fewer.Total} would ({Rate(last)} images/s)");
        }

        bool waitsForReader = !limits.WorkersRead && last.ReadSeconds * last.Pace > HighLoad;
        WorkerSplit wanted = Fitting(last, limits);
        if (!ready
            && !waitsForReader
            && wanted.Total <= current.Total
            && wanted.Parse <= current.Parse
            && wanted.Augment <= current.Augment)
        {
            // By the figures it should do, and it does not: the work is uneven.
            wanted = OneMore(last, limits);
        }

        if (wanted.Total < current.Total
            && tried.Any(seen => seen.Workers == wanted && seen.Readiness < WantedReadiness))
        {
            return Say(current, $"with {wanted} the trainer had to wait");
        }

        TuningObservation? useless = tried.Where(
            seen => seen.Workers.Total > current.Total && seen.SamplesPerSecond < last.SamplesPerSecond * (1 + WorthIt))
            .MinBy(seen => seen.Workers.Total);
        if (wanted.Total > current.Total && useless is not null)
        {
            WorkerSplit few = AFewMore(last, limits);
            return few.Total >= useless.Workers.Total || tried.Any(seen => seen.Workers == few)
                ? Say(current, $"more workers brought no more than these ({Rate(last)} images/s)")
                : Say(
                    few,
                    $"{useless.Workers.Total} workers were too many, but fewer may bring more than {Rate(last)} "
                        + "images/s");
        }

        string reading = limits.WorkersRead ? "read and parse" : "parse";
        return Say(wanted, $"a sample takes {Microseconds(ParseService(last, limits))} µs to {reading} and "
            + $"{Microseconds(last.AugmentSeconds)} to augment, and the trainer "
            + (last.WaitShare > 0.9
                ? "takes all that there are"
                : $"takes {last.Pace.ToString("N0", CultureInfo.InvariantCulture)} a second"));

        TuningDecision Say(WorkerSplit workers, string why) => new(
            workers,
            (workers == current ? $"{workers}, as before: " : $"{workers} instead of {current}: ")
            + why + $"; {last.Readiness.ToString("P1", CultureInfo.InvariantCulture)} of the batches were ready.");
    }

    /// <summary>
    /// The fewest workers that by the figures make what the trainer takes, or else all that can be made.
    /// </summary>
    private static WorkerSplit Fitting(TuningObservation last, TuningLimits limits)
    {
        // Without workers that read, no more comes than the one reader delivers.
        double pace = limits.WorkersRead ? last.Pace : Math.Min(last.Pace, 1 / Math.Max(last.ReadSeconds, 1e-9));
        double parse = ParseService(last, limits);
        int wantedParse = Steady(parse * pace, last.Workers.Parse);
        int wantedAugment = Steady(last.AugmentSeconds * pace, last.Workers.Augment);
        foreach (WorkerSplit split in limits.Splits)
        {
            if (split.Parse >= wantedParse && split.Augment >= wantedAugment)
            {
                return split;
            }
        }

        // Not enough for the trainer whatever the split: the best there is, and the fewest workers that come near it.
        double best = limits.Splits.Max(Made);
        return limits.Splits.First(split => Made(split) >= best * (1 - WorthIt));

        double Made(WorkerSplit split) => Math.Min(
            Math.Min(split.Parse / Math.Max(parse, 1e-9), split.Augment / Math.Max(last.AugmentSeconds, 1e-9)),
            pace / HighLoad);
    }

    /// <summary>The least number for a load, or the present one if it is not much larger.</summary>
    private static int Steady(double load, int current) => (int)Math.Clamp(
        Math.Clamp(current, Math.Ceiling(load / HighLoad), Math.Ceiling(load / LowLoad)), 1, int.MaxValue);

    private static WorkerSplit OneMore(TuningObservation last, TuningLimits limits)
    {
        WorkerSplit now = last.Workers;
        bool parse = ParseService(last, limits) / now.Parse >= last.AugmentSeconds / now.Augment;
        WorkerSplit[] choices = parse
            ? [now with { Parse = now.Parse + 1 }, now with { Augment = now.Augment + 1 }]
            : [now with { Augment = now.Augment + 1 }, now with { Parse = now.Parse + 1 }];
        return choices.Append(now).First(split => split == now || limits.Splits.Contains(split));
    }

    /// <summary>Enough for a step on the way to more than there is now, where a leap went too far.</summary>
    private static WorkerSplit AFewMore(TuningObservation last, TuningLimits limits)
    {
        WorkerSplit more = Fitting(
            last with { SamplesPerSecond = last.SamplesPerSecond * (1 + Step), WaitShare = 0 }, limits);
        return more.Total > last.Workers.Total ? more : OneMore(last, limits);
    }

    /// <summary>
    /// Whether a sample takes longer than with the fewest workers that were tried, for workers and trainer share too
    /// few cores.
    /// </summary>
    private static bool IsCrowded(
        IReadOnlyList<TuningObservation> tried, TuningObservation last, TuningLimits limits) =>
        tried.Where(seen => seen.Workers.Total < last.Workers.Total).MinBy(seen => seen.Workers.Total) is { } few
        && (ParseService(last, limits) > ParseService(few, limits) * (1 + Alike)
            || last.AugmentSeconds > few.AugmentSeconds * (1 + Alike));

    /// <summary>
    /// Fewer workers that brought as much as any, or that would bring as much as these by what a sample took when there
    /// were fewer: with more it takes longer, for they wait for one another.
    /// </summary>
    private static WorkerSplit? FewerForTheSame(
        IReadOnlyList<TuningObservation> tried, TuningObservation last, TuningLimits limits)
    {
        TuningObservation[] before =
            [.. tried.Where(seen => seen.Workers.Total < last.Workers.Total).OrderBy(seen => seen.Workers.Total)];
        if (before.Length == 0)
        {
            return null;
        }

        double best = Math.Max(last.SamplesPerSecond, tried.Max(seen => seen.SamplesPerSecond));
        if (Array.Find(before, seen => seen.SamplesPerSecond * (1 + WorthIt) >= best) is { } asGood)
        {
            return asGood.Workers;
        }

        WorkerSplit enough = Fitting(
            before[0] with { SamplesPerSecond = last.SamplesPerSecond, WaitShare = 0 }, limits);
        return enough.Total < last.Workers.Total && tried.All(seen => seen.Workers != enough) ? enough : null;
    }

    /// <summary>The epochs since the work was last seen to change, but for the last; the newest first.</summary>
    private static List<TuningObservation> Comparable(IReadOnlyList<TuningObservation> history, TuningLimits limits)
    {
        var comparable = new List<TuningObservation> { history[^1] };
        foreach (TuningObservation seen in history.SkipLast(1).Reverse())
        {
            if (!comparable.TrueForAll(later => IsSameWork(seen, later, limits)))
            {
                break;
            }

            comparable.Add(seen);
        }

        return comparable[1..];
    }

    /// <summary>
    /// Whether the work was the same for all that can be seen. Where there were more workers it may have taken longer,
    /// for they share the cores and the disk with one another and with the trainer, but not less long.
    /// </summary>
    private static bool IsSameWork(TuningObservation one, TuningObservation other, TuningLimits limits)
    {
        if (one.Workers == other.Workers)
        {
            return AreAlike(one.ParseSeconds, other.ParseSeconds)
                && AreAlike(one.AugmentSeconds, other.AugmentSeconds)
                && AreAlike(ParseService(one, limits), ParseService(other, limits));
        }

        (TuningObservation fewer, TuningObservation more) = one.Workers.Total < other.Workers.Total
            ? (one, other)
            : (other, one);
        return fewer.ParseSeconds <= more.ParseSeconds * (1 + Alike)
            && fewer.AugmentSeconds <= more.AugmentSeconds * (1 + Alike);
    }

    private static bool AreAlike(double one, double other) =>
        Math.Max(one, other) <= Math.Min(one, other) * (1 + Alike);

    private static double ParseService(TuningObservation seen, TuningLimits limits) =>
        seen.ParseSeconds + (limits.WorkersRead ? seen.ReadSeconds : 0);

    private static string Rate(TuningObservation seen) =>
        seen.SamplesPerSecond.ToString("N0", CultureInfo.InvariantCulture);

    private static string Microseconds(double seconds) => (seconds * 1e6).ToString("N0", CultureInfo.InvariantCulture);
}
