namespace Trainer.Core.Telemetry;

/// <summary>How long a queue was how full, up to one moment.</summary>
public sealed class QueueDepth
{
    private readonly long[] _ticksAt;

    /// <summary>Takes over a copy of a recorder's figures.</summary>
    internal QueueDepth(int current, long[] ticksAt)
    {
        Current = current;
        _ticksAt = ticksAt;
    }

    /// <summary>Nothing was measured.</summary>
    public static QueueDepth None { get; } = new(0, []);

    /// <summary>Entries at the last change.</summary>
    public int Current { get; }

    /// <summary>Entries in the mean over time; 0 if no time has passed.</summary>
    public double Mean
    {
        get
        {
            double all = _ticksAt.Sum(ticks => (double)ticks);
            return all == 0 ? 0 : _ticksAt.Select((ticks, depth) => (double)ticks * depth).Sum() / all;
        }
    }

    /// <summary>The most entries that lay in it for any time.</summary>
    public int Max => Math.Max(0, Array.FindLastIndex(_ticksAt, ticks => ticks > 0));

    /// <summary>The share of the time, 0 to 1, in which it held a number of entries.</summary>
    /// <param name="depth">Entries.</param>
    public double ShareAt(int depth)
    {
        double all = _ticksAt.Sum(ticks => (double)ticks);
        return all == 0 || depth < 0 || depth >= _ticksAt.Length ? 0 : _ticksAt[depth] / all;
    }

    /// <summary>What was measured after an earlier moment.</summary>
    /// <param name="earlier">The figures of that moment, of the same queue.</param>
    public QueueDepth Since(QueueDepth earlier)
    {
        long[] ticks = [.. _ticksAt];
        for (int depth = 0; depth < Math.Min(ticks.Length, earlier._ticksAt.Length); depth++)
        {
            ticks[depth] -= earlier._ticksAt[depth];
        }

        return new QueueDepth(Current, ticks);
    }
}
