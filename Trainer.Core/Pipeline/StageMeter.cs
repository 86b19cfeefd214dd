using System.Diagnostics;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Keeps what a stage's workers do with their time: busy, starved (no input) or blocked (no room for the output). Safe from
/// any thread; a few updates per chunk.
/// </summary>
/// <remarks>
/// Between two events the number of busy workers is known, and the others are idle. Whether they are idle for want of
/// input or of room is asked at each event, and holds for the time since the event before.
/// </remarks>
internal sealed class StageMeter
{
    private readonly string _name;
    private readonly Func<bool> _isBlocked;
    private readonly Lock _lock = new();
    private long _last = Stopwatch.GetTimestamp();
    private int _workers;
    private int _active;
    private long _items;
    private long _busyTicks;
    private long _starvedTicks;
    private long _blockedTicks;

    /// <summary>Starts the clock.</summary>
    /// <param name="name">The stage.</param>
    /// <param name="workers">How many chunks it may work on at the same time.</param>
    /// <param name="isBlocked">Whether finished work is waiting for room.</param>
    public StageMeter(string name, int workers, Func<bool> isBlocked)
    {
        _name = name;
        _workers = workers;
        _isBlocked = isBlocked;
    }

    /// <summary>The stage's name.</summary>
    public string Name => _name;

    /// <summary>A worker takes up a piece of work.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            Advance();
            _active++;
        }
    }

    /// <summary>A worker has finished a piece of work.</summary>
    /// <param name="items">Samples.</param>
    public void End(int items)
    {
        lock (_lock)
        {
            Advance();
            _active--;
            _items += items;
        }
    }

    /// <summary>Books the time up to now, before the answer to whether the stage is blocked changes.</summary>
    public void Observe()
    {
        lock (_lock)
        {
            Advance();
        }
    }

    /// <summary>Changes how many chunks the stage may work on at the same time, from now on.</summary>
    public void SetWorkers(int workers)
    {
        lock (_lock)
        {
            Advance();
            _workers = workers;
        }
    }

    /// <summary>The figures up to now.</summary>
    public StageStatistics Read()
    {
        lock (_lock)
        {
            Advance();
            return new StageStatistics(_name, _workers, _items, Time(_busyTicks), Time(_starvedTicks), Time(_blockedTicks));
        }
    }

    private static TimeSpan Time(long ticks) => Stopwatch.GetElapsedTime(0, ticks);

    private void Advance()
    {
        long now = Stopwatch.GetTimestamp();
        long elapsed = now - _last;
        _last = now;
        _busyTicks += elapsed * _active;
        long idle = elapsed * (_workers - _active);
        if (idle > 0)
        {
            if (_isBlocked())
            {
                _blockedTicks += idle;
            }
            else
            {
                _starvedTicks += idle;
            }
        }
    }
}
