using System.Diagnostics;
using Trainer.Core.Sampling;
using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Keeps what a stage's workers do with their time: busy, starved (no input) or blocked (no room for the output); and
/// what comes of it. Safe from any thread; two updates per chunk, without allocation.
/// </summary>
/// <remarks>
/// Between two events the number of busy workers is known, and the others are idle. Whether they are idle for want of
/// input or of room is asked at each event, and holds for the time since the event before; so is how many chunks wait.
/// </remarks>
internal sealed class StageMeter
{
    private readonly string _name;
    private readonly Func<bool> _isBlocked;
    private readonly Func<int>? _waiting;
    private readonly int _queueCapacity;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ServiceTimeRecorder _serviceTimes = new();
    private readonly QueueDepthRecorder _depth;
    private readonly KeyValuePair<string, object?>[] _tags;
    private int _workers;
    private long _last;
    private int _active;
    private long _items;
    private long _bytes;
    private long _failures;
    private long _busyTicks;
    private long _starvedTicks;
    private long _blockedTicks;

    /// <summary>Starts the clock.</summary>
    /// <param name="name">The stage.</param>
    /// <param name="workers">How many chunks it may work on at the same time.</param>
    /// <param name="isBlocked">Whether finished work is waiting for room.</param>
    /// <param name="waiting">How many chunks wait for the stage; null where none ever does.</param>
    /// <param name="queueCapacity">The most that may wait.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public StageMeter(
        string name,
        int workers,
        Func<bool> isBlocked,
        Func<int>? waiting = null,
        int queueCapacity = 0,
        TimeProvider? time = null)
    {
        _name = name;
        _workers = workers;
        _isBlocked = isBlocked;
        _waiting = waiting;
        _queueCapacity = queueCapacity;
        _time = time ?? TimeProvider.System;
        _depth = new QueueDepthRecorder(queueCapacity);
        _tags = [new(TelemetryNames.StageTag, name), new(TelemetryNames.PipelineTag, string.Empty)];
        _last = _time.GetTimestamp();
    }

    /// <summary>The stage's name.</summary>
    public string Name => _name;

    /// <summary>The most workers that it can have; 1 by default.</summary>
    public int MaxWorkers { get; init; } = 1;

    /// <summary>Whether it measures; true by default.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Whether those who listen to instruments and spans hear of its work; true by default.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>The pipeline that the stage belongs to, for those who listen to instruments and spans.</summary>
    public string Pipeline
    {
        get => (string)_tags[1].Value!;
        init => _tags = [_tags[0], new(TelemetryNames.PipelineTag, value)];
    }

    /// <summary>Whose workers do its work, where it shares them; null for its own.</summary>
    public string? Pool { get; init; }

    /// <summary>A worker takes up a piece of work.</summary>
    /// <returns>The time, for <see cref="End"/>.</returns>
    public long Begin()
    {
        if (!IsOn)
        {
            return 0;
        }

        lock (_lock)
        {
            Advance();
            _active++;
            return _last;
        }
    }

    /// <summary>A worker has finished a piece of work.</summary>
    /// <param name="started">What <see cref="Begin"/> gave it.</param>
    /// <param name="items">Samples.</param>
    /// <param name="bytes">Bytes of its output.</param>
    public void End(long started, int items, long bytes)
    {
        if (!IsOn)
        {
            return;
        }

        long nanoseconds;
        lock (_lock)
        {
            Advance();
            _active--;
            _items += items;
            _bytes += bytes;
            nanoseconds = Nanoseconds(_last - started);
            if (items > 0)
            {
                _serviceTimes.Add(nanoseconds / items);
            }
        }

        if (IsShown && Instruments.ChunkDuration.Enabled)
        {
            Instruments.ChunkDuration.Record(nanoseconds / 1e9, _tags);
        }
    }

    /// <summary>Begins the span of a piece of work; null if nobody listens.</summary>
    /// <param name="batch">The batch that the chunk belongs to.</param>
    /// <param name="items">Samples.</param>
    public Activity? StartSpan(PipelinePosition batch, int items)
    {
        if (!IsShown || !Instruments.Source.HasListeners())
        {
            return null;
        }

        // The thread may come from a consumer in the middle of a step, which is not what caused this work.
        Activity.Current = null;
        Activity? span = Instruments.Source.StartActivity(Name, ActivityKind.Internal, parentContext: default, _tags);
        return span?.SetTag("trainer.batch", batch.ToString()).SetTag("trainer.items", items);
    }

    /// <summary>A row was bad, or a piece of work ended with an exception.</summary>
    public void Fail()
    {
        lock (_lock)
        {
            _failures++;
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

    /// <summary>From now on there are more workers, or fewer.</summary>
    /// <param name="workers">How many, at least 1.</param>
    public void Resize(int workers)
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
            return new StageStatistics(
                _name, _workers, _items, Time(_busyTicks), Time(_starvedTicks), Time(_blockedTicks))
            {
                MaxWorkers = MaxWorkers,
                Pool = Pool ?? _name,
                Bytes = _bytes,
                Failures = _failures,
                ServiceTime = _serviceTimes.Read(),
                QueueDepth = _depth.Read(),
                QueueCapacity = _queueCapacity,
            };
        }
    }

    private TimeSpan Time(long ticks) => _time.GetElapsedTime(0, ticks);

    private long Nanoseconds(long ticks) => _time.TimestampFrequency == 1_000_000_000
        ? ticks
        : (long)(ticks * (1e9 / _time.TimestampFrequency));

    private void Advance()
    {
        long now = _time.GetTimestamp();
        long elapsed = now - _last;
        _last = now;
        _busyTicks += elapsed * _active;
        if (_waiting is not null)
        {
            _depth.Add(_waiting(), elapsed);
        }

        // A stage that was made smaller may for a moment have more workers at work than it has.
        long idle = elapsed * Math.Max(0, _workers - _active);
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
