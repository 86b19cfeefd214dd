using System.Diagnostics;

namespace Trainer.Core.Pipeline;

/// <summary>Counts a stage's work. Safe from any thread; one update per chunk.</summary>
internal sealed class StageMeter(string name, int workers)
{
    private long _items;
    private long _busyTicks;

    /// <summary>The stage's name.</summary>
    public string Name => name;

    /// <summary>Adds a finished piece of work.</summary>
    /// <param name="items">Samples.</param>
    /// <param name="started">The <see cref="Stopwatch.GetTimestamp"/> of its start.</param>
    public void Add(int items, long started)
    {
        Interlocked.Add(ref _items, items);
        Interlocked.Add(ref _busyTicks, Stopwatch.GetTimestamp() - started);
    }

    /// <summary>The figures so far.</summary>
    public StageStatistics Read() =>
        new(name, workers, Interlocked.Read(ref _items), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _busyTicks)));
}
