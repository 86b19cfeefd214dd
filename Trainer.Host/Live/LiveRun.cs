using Trainer.Core.Telemetry;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;

namespace Trainer.Host.Live;

/// <summary>Follows a run for those who show it: the training tells it where it is, and any thread can ask.</summary>
/// <param name="name">The run folder's name.</param>
/// <param name="pipeline">Reads the training pipeline's figures; from any thread.</param>
/// <param name="cores">The cores that pipeline and trainer may use.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveRun(string name, Func<PipelineStatistics> pipeline, int cores, TimeProvider time) : Callback
{
    // Views show the last seconds: shorter windows flicker, longer ones hide what has just changed.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, PipelineStatistics Pipeline, StepStatistics Trainer)> _recent = [];
    private readonly List<KeyValuePair<string, List<double>>> _history = [];
    private long _lastReadAt;
    private long _beganAt;
    private int _firstEpoch = -1;
    private double _firstShare;
    private int _epoch;
    private int _step;
    private LivePhase _phase;
    private KeyValuePair<string, double>[] _logs = [];

    /// <summary>The images that the network is fed.</summary>
    public LiveImages Images { get; } = new(time);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        lock (_lock)
        {
            if (_firstEpoch < 0)
            {
                (_firstEpoch, _beganAt) = (epoch, time.GetTimestamp());
                TakeUpHistory();
            }

            (_epoch, _step, _phase) = (epoch, 0, LivePhase.Training);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int step)
    {
        if (Model.CurrentBatch is { } batch)
        {
            Images.Offer(batch);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, StepLogs logs)
    {
        lock (_lock)
        {
            if (_epoch == _firstEpoch && _step == 0 && step > 0)
            {
                // A run that was resumed in mid-epoch: what came before cost nothing this time.
                _firstShare = (double)step / Math.Max(Parameters.Steps ?? 1, 1);
            }

            _step = step + 1;
            _logs = [.. logs.Arrived];
        }
    }

    /// <inheritdoc/>
    public override void OnTestBegin()
    {
        lock (_lock)
        {
            _phase = LivePhase.Validating;
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
        lock (_lock)
        {
            _logs = [.. logs];
            int count = _history.Count > 0 ? _history[0].Value.Count : 0;
            foreach ((string metric, double value) in logs)
            {
                ValuesOf(metric, count).Add(value);
            }

            foreach ((_, List<double> values) in _history.Where(pair => pair.Value.Count == count))
            {
                values.Add(double.NaN);
            }
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd()
    {
        lock (_lock)
        {
            _phase = LivePhase.Finished;
        }
    }

    /// <summary>The run at this moment.</summary>
    public LiveSnapshot Read()
    {
        PipelineStatistics allOfPipeline = pipeline();
        StepStatistics allOfTrainer = Model?.ReadStepStatistics() ?? new StepStatistics();
        lock (_lock)
        {
            (PipelineStatistics before, StepStatistics stepsBefore) = Remember(allOfPipeline, allOfTrainer);
            TimeSpan elapsed = _firstEpoch < 0 ? TimeSpan.Zero : time.GetElapsedTime(_beganAt);
            var snapshot = new LiveSnapshot
            {
                Run = name,
                Phase = _phase,
                Epoch = _firstEpoch < 0 ? 0 : _epoch + 1,
                Epochs = Parameters.Epochs,
                Step = _step,
                Steps = Parameters.Steps ?? 0,
                Elapsed = elapsed,
                Left = null,
                Logs = _logs,
                History =
                    [.. _history.Select(pair => KeyValuePair.Create(pair.Key, (IReadOnlyList<double>)[.. pair.Value]))],
                Pipeline = allOfPipeline.Since(before),
                Trainer = allOfTrainer.Since(stepsBefore),
                Verdict = Bottleneck.Of(allOfPipeline, allOfTrainer, cores).Sentence,
            };
            return snapshot with { Left = Remaining(snapshot) };
        }
    }

    /// <summary>Epochs that an earlier process has trained, when a run goes on.</summary>
    private void TakeUpHistory()
    {
        foreach (string metric in Model.History.Metrics)
        {
            _history.Add(KeyValuePair.Create<string, List<double>>(metric, [.. Model.History[metric]]));
        }
    }

    private List<double> ValuesOf(string metric, int epochsBefore)
    {
        int index = _history.FindIndex(pair => string.Equals(pair.Key, metric, StringComparison.Ordinal));
        if (index < 0)
        {
            index = _history.Count;
            _history.Add(
                KeyValuePair.Create<string, List<double>>(metric, [.. Enumerable.Repeat(double.NaN, epochsBefore)]));
        }

        return _history[index].Value;
    }

    /// <summary>Keeps the figures for later differences.</summary>
    /// <returns>Those at the beginning of the window.</returns>
    private (PipelineStatistics Pipeline, StepStatistics Trainer) Remember(
        PipelineStatistics pipelineNow, StepStatistics trainerNow)
    {
        long now = time.GetTimestamp();
        if (_recent.Count == 0 || time.GetElapsedTime(_lastReadAt, now) >= Interval)
        {
            _recent.Enqueue((now, pipelineNow, trainerNow));
            _lastReadAt = now;
        }

        while (_recent.Count > 2 && time.GetElapsedTime(_recent.Peek().At, now) > Window)
        {
            _recent.Dequeue();
        }

        (_, PipelineStatistics oldest, StepStatistics oldestSteps) = _recent.Peek();
        return (oldest, oldestSteps);
    }

    private TimeSpan? Remaining(LiveSnapshot snapshot)
    {
        if (snapshot.Epochs == 0)
        {
            return null;
        }

        double before = (_firstEpoch + _firstShare) / snapshot.Epochs;
        double done = snapshot.Progress - before;
        return done <= 0 ? null : snapshot.Elapsed / done * (1 - snapshot.Progress);
    }
}
