using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Keeps how full the queue of finished batches is and how long its consumer waits. Safe from any thread.
/// </summary>
internal sealed class QueueMeter
{
    private readonly string _name;
    private readonly int _capacity;
    private readonly Func<int> _count;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly long _started;
    private readonly ServiceTimeRecorder _waits = new();
    private readonly QueueDepthRecorder _depth;
    private long _last;
    private int _current;
    private long _emptyTicks;
    private long _fullTicks;
    private long _batches;
    private long _samples;
    private long _bytes;
    private long _ready;
    private long _waitTicks;

    /// <summary>Starts the clock.</summary>
    /// <param name="name">What the queue is called.</param>
    /// <param name="capacity">The most batches in it.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public QueueMeter(string name, int capacity, Func<int> count, TimeProvider? time = null)
    {
        _name = name;
        _capacity = capacity;
        _count = count;
        _time = time ?? TimeProvider.System;
        _depth = new QueueDepthRecorder(capacity);
        _started = _last = _time.GetTimestamp();
    }

    /// <summary>Whether it measures; true by default. Batches and samples are counted in any case.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>A batch was put in.</summary>
    public void Put()
    {
        if (!IsOn)
        {
            return;
        }

        lock (_lock)
        {
            Advance();
        }
    }

    /// <summary>The consumer begins to ask for a batch.</summary>
    /// <returns>The time, for <see cref="Take"/>.</returns>
    public long Ask() => _time.GetTimestamp();

    /// <summary>A batch was taken.</summary>
    /// <param name="samples">Samples in it.</param>
    /// <param name="bytes">Bytes of their images.</param>
    /// <param name="asked">When the consumer asked for it, if it had to wait; null if it was there.</param>
    public void Take(int samples, long bytes, long? asked)
    {
        lock (_lock)
        {
            _batches++;
            _samples += samples;
            if (!IsOn)
            {
                return;
            }

            Advance();
            long wait = asked is { } since ? _last - since : 0;
            _bytes += bytes;
            _ready += asked is null ? 1 : 0;
            _waitTicks += wait;
            _waits.Add((long)(wait * (1e9 / _time.TimestampFrequency)));
        }
    }

    /// <summary>The figures up to now, with those of the stages before the queue.</summary>
    public PipelineStatistics Read(IReadOnlyList<StageStatistics> stages)
    {
        lock (_lock)
        {
            Advance();
            return new PipelineStatistics(stages, _batches, _samples, _ready, Time(_waitTicks))
            {
                Elapsed = Time(_last - _started),
                Prefetch = new StageStatistics(_name, 0, _samples, TimeSpan.Zero, Time(_emptyTicks), Time(_fullTicks))
                {
                    MaxWorkers = 0,
                    Bytes = _bytes,
                    ServiceTime = _waits.Read(),
                    QueueDepth = _depth.Read(),
                    QueueCapacity = _capacity,
                },
            };
        }
    }

    private TimeSpan Time(long ticks) => _time.GetElapsedTime(0, ticks);

    /// <summary>Books the time since the last change at the depth that the queue had then.</summary>
    private void Advance()
    {
        long now = _time.GetTimestamp();
        long elapsed = now - _last;
        _last = now;
        _emptyTicks += _current == 0 ? elapsed : 0;
        _fullTicks += _current >= _capacity ? elapsed : 0;
        _current = _count();
        _depth.Change(_current, elapsed);
    }
}
