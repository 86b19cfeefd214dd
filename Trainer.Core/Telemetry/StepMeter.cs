using System.Diagnostics;

namespace Trainer.Core.Telemetry;

/// <summary>Keeps what a trainer does with its time. One thread trains; any thread may read.</summary>
/// <remarks>
/// The training thread calls <see cref="Enter"/> whenever it goes on to another part of a step; the time since the call
/// before belongs to the part that it leaves.
/// </remarks>
/// <param name="time">The clock; null for the system's.</param>
public sealed class StepMeter(TimeProvider? time = null)
{
    // As StepStatistics.Parts calls them.
    private static readonly string[] Names =
        ["outside", "data wait", "copy", "forward", "backward", "optimizer", "callbacks", "device wait", "other"];

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly long[] _ticks = new long[Enum.GetValues<StepPart>().Length];
    private readonly ServiceTimeRecorder _stepTimes = new();
    private readonly ServiceTimeRecorder _copyTimes = new();
    private readonly ServiceTimeRecorder _trainTimes = new();
    private readonly long[] _before = new long[Enum.GetValues<StepPart>().Length];
    private long _copiedBytes;
    private StepPart _part = StepPart.Outside;
    private long _last;
    private long _stepStarted;
    private long _steps;
    private long _samples;
    private bool _isSplit = true;
    private int _computeThreads = 1;
    private bool _isFirst = true;
    private long _firstWaitTicks;
    private Activity? _step;
    private Activity? _span;

    /// <summary>A training begins: what is known of it.</summary>
    /// <param name="isSplit">As <see cref="StepStatistics.IsSplit"/>.</param>
    /// <param name="computeThreads">As <see cref="StepStatistics.ComputeThreads"/>.</param>
    public void BeginTraining(bool isSplit, int computeThreads)
    {
        lock (_lock)
        {
            (_isSplit, _computeThreads, _isFirst) = (isSplit, computeThreads, true);
        }
    }

    /// <summary>Begins a step, with its wait for data.</summary>
    public void BeginStep()
    {
        lock (_lock)
        {
            if (Instruments.Source.HasListeners())
            {
                _step = Instruments.Source.StartActivity(TelemetryNames.StepSpan);
            }

            Advance(StepPart.DataWait);
            _stepStarted = _last;
            _ticks.CopyTo(_before, 0);
        }
    }

    /// <summary>Goes on to another part of the step; outside of a step nothing happens.</summary>
    /// <param name="part">The part that begins.</param>
    /// <returns>The part that ends.</returns>
    public StepPart Enter(StepPart part)
    {
        lock (_lock)
        {
            StepPart before = _part;
            if (before != StepPart.Outside)
            {
                Advance(part);
            }

            return before;
        }
    }

    /// <summary>Counts what was copied to a device.</summary>
    /// <param name="bytes">Bytes; 0 where the data is in place.</param>
    public void CountCopy(long bytes)
    {
        lock (_lock)
        {
            _copiedBytes += bytes;
        }
    }

    /// <summary>Ends a step.</summary>
    /// <param name="samples">
    /// Samples in it; 0 for an attempt that found no batch, whose wait counts and which is no step.
    /// </param>
    public void EndStep(int samples)
    {
        lock (_lock)
        {
            if (_part == StepPart.Outside)
            {
                return;
            }

            Advance(StepPart.Outside);
            _step?.SetTag("trainer.items", samples).Dispose();
            _step = null;
            if (samples > 0)
            {
                _steps++;
                _samples += samples;
                double seconds = (_last - _stepStarted) / (double)_time.TimestampFrequency;
                long copied = Nanoseconds(SinceBegin(StepPart.CopyToDevice));
                _stepTimes.Add((long)(seconds * 1e9));
                _copyTimes.Add(copied / samples);
                _trainTimes.Add((Nanoseconds(_last - _stepStarted - SinceBegin(StepPart.DataWait)) - copied) / samples);
                Instruments.StepDuration.Record(seconds);
            }
        }
    }

    /// <summary>The figures up to now, the step in work included.</summary>
    public StepStatistics Read()
    {
        lock (_lock)
        {
            if (_part != StepPart.Outside)
            {
                Book();
            }

            return new StepStatistics
            {
                Steps = _steps,
                Samples = _samples,
                IsSplit = _isSplit,
                ComputeThreads = _computeThreads,
                DataWait = Time(StepPart.DataWait),
                FirstWait = _time.GetElapsedTime(0, _firstWaitTicks),
                CopyToDevice = Time(StepPart.CopyToDevice),
                Forward = Time(StepPart.Forward),
                Backward = Time(StepPart.Backward),
                Optimizer = Time(StepPart.Optimizer),
                Callbacks = Time(StepPart.Callbacks),
                DeviceWait = Time(StepPart.DeviceWait),
                Whole = _time.GetElapsedTime(0, _ticks.Sum()),
                StepTime = _stepTimes.Read(),
                CopyTime = _copyTimes.Read(),
                TrainTime = _trainTimes.Read(),
                CopiedBytes = _copiedBytes,
            };
        }
    }

    private TimeSpan Time(StepPart part) => _time.GetElapsedTime(0, _ticks[(int)part]);

    /// <summary>The ticks of a part in the step that is ending.</summary>
    private long SinceBegin(StepPart part) => _ticks[(int)part] - _before[(int)part];

    private long Nanoseconds(long ticks) => (long)(ticks * (1e9 / _time.TimestampFrequency));

    private void Advance(StepPart next)
    {
        Book();
        _isFirst &= _part != StepPart.DataWait;
        _part = next;
        _span?.Dispose();
        _span = _step is not null && next != StepPart.Outside
            ? Instruments.Source.StartActivity(Names[(int)next])
            : null;
    }

    /// <summary>Books the time up to now.</summary>
    private void Book()
    {
        long now = _time.GetTimestamp();
        if (_part != StepPart.Outside)
        {
            _ticks[(int)_part] += now - _last;
            if (_isFirst && _part == StepPart.DataWait)
            {
                _firstWaitTicks += now - _last;
            }
        }

        _last = now;
    }
}
