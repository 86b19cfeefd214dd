using Trainer.Core.Telemetry;
using Trainer.Host.Reports;

namespace Trainer.Host.Observation;

/// <summary>
/// Figures of a pipeline over time, for a picture. Their number stays within bounds: a longer run has coarser ones.
/// </summary>
internal sealed class Timeline : IDisposable
{
    private const int MostPoints = 400;
    private static readonly TimeSpan FirstPeriod = TimeSpan.FromMilliseconds(50);

    private readonly Func<PipelineStatistics> _read;
    private readonly Func<StepStatistics?> _readSteps;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<(PipelineStatistics Pipeline, StepStatistics? Steps)> _points = [];
    private TimeSpan _period = FirstPeriod;

    /// <summary>Begins to look at the figures.</summary>
    /// <param name="read">Reads them.</param>
    /// <param name="readSteps">Reads those of the trainer; null where there is none.</param>
    /// <param name="time">The clock.</param>
    public Timeline(Func<PipelineStatistics> read, Func<StepStatistics?> readSteps, TimeProvider time)
    {
        _read = read;
        _readSteps = readSteps;
        Look();
        _timer = time.CreateTimer(_ => Look(), state: null, _period, _period);
    }

    /// <summary>
    /// What was done between one look and the next, in order, and when it ended since the pipeline's start.
    /// </summary>
    public IReadOnlyList<(TimeSpan End, PipelineStatistics Figures)> Read()
    {
        Look();
        lock (_lock)
        {
            return
            [
                .. _points.Zip(
                    _points.Skip(1), (before, now) => (now.Pipeline.Elapsed, now.Pipeline.Since(before.Pipeline)))
                    .Where(span => span.Item2.Elapsed > TimeSpan.Zero),
            ];
        }
    }

    /// <summary>
    /// The same in parts of equal length, of which the first, in which everything gets going, is left out.
    /// </summary>
    /// <param name="count">How many parts, at most, with the first.</param>
    public IReadOnlyList<ProfileWindow> ReadWindows(int count)
    {
        Look();
        lock (_lock)
        {
            int stride = Math.Max(1, (_points.Count - 1 + count - 1) / count);
            (PipelineStatistics, StepStatistics?)[] ends = [.. _points.Where((_, index) => index % stride == 0)];
            return [.. ends.Skip(1).Zip(ends.Skip(2), ProfileWindow.Between).OfType<ProfileWindow>()];
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
            PipelineStatistics slim = figures with
            {
                Stages = [.. figures.Stages.Select(stage => stage with { ServiceTime = ServiceTimes.None })],
                Prefetch = figures.Prefetch with { ServiceTime = ServiceTimes.None },
            };
            _points.Add(
                (slim,
                _readSteps() is { } steps ? steps with
                {
                    StepTime = ServiceTimes.None,
                    CopyTime = ServiceTimes.None,
                    TrainTime = ServiceTimes.None,
                } : null));
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
