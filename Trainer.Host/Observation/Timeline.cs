using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;

namespace Trainer.Host.Observation;

/// <summary>Figures of a pipeline over time, for a picture. Their number stays within bounds: a longer run has coarser ones.</summary>
internal sealed class Timeline : IDisposable
{
    private const int MostPoints = 400;
    private static readonly TimeSpan FirstPeriod = TimeSpan.FromMilliseconds(50);

    private readonly Func<PipelineStatistics> _read;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<PipelineStatistics> _points = [];
    private TimeSpan _period = FirstPeriod;

    /// <summary>Begins to look at the figures.</summary>
    /// <param name="read">Reads them.</param>
    /// <param name="time">The clock.</param>
    public Timeline(Func<PipelineStatistics> read, TimeProvider time)
    {
        _read = read;
        Look();
        _timer = time.CreateTimer(_ => Look(), state: null, _period, _period);
    }

    /// <summary>What was done between one look and the next, in order, and when it ended since the pipeline's start.</summary>
    public IReadOnlyList<(TimeSpan End, PipelineStatistics Figures)> Read()
    {
        Look();
        lock (_lock)
        {
            return [.. _points.Zip(_points.Skip(1), (before, now) => (now.Elapsed, now.Since(before))).Where(span => span.Item2.Elapsed > TimeSpan.Zero)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            // The percentiles are what takes room, and the picture does not show them.
            PipelineStatistics figures = _read();
            _points.Add(figures with
            {
                Stages = [.. figures.Stages.Select(stage => stage with { ServiceTime = ServiceTimes.None })],
                Prefetch = figures.Prefetch with { ServiceTime = ServiceTimes.None },
            });
            if (_points.Count > MostPoints)
            {
                int kept = 0;
                _points.RemoveAll(_ => kept++ % 2 == 1);
                _period *= 2;
                _timer.Change(_period, _period);
            }
        }
    }
}
