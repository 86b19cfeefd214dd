namespace Trainer.Core.Telemetry;

/// <summary>Adds up how long a queue is how full. Not for two threads at once; its owner locks.</summary>
/// <param name="capacity">The most entries that are expected; more make it grow.</param>
internal sealed class QueueDepthRecorder(int capacity)
{
    private long[] _ticksAt = new long[capacity + 1];
    private int _current;

    /// <summary>Books a time at a depth.</summary>
    /// <param name="depth">Entries, 0 or more.</param>
    /// <param name="ticks">Time, in whatever unit, 0 or more.</param>
    public void Add(int depth, long ticks)
    {
        if (depth >= _ticksAt.Length)
        {
            Array.Resize(ref _ticksAt, depth + 1);
        }

        _ticksAt[depth] += ticks;
        _current = depth;
    }

    /// <summary>Books the time up to a change at the depth before it.</summary>
    /// <param name="depth">Entries after the change, 0 or more.</param>
    /// <param name="ticks">Time since the change before.</param>
    public void Change(int depth, long ticks)
    {
        Add(_current, ticks);
        _current = depth;
    }

    /// <summary>A copy of the figures.</summary>
    public QueueDepth Read() => new(_current, [.. _ticksAt]);
}
