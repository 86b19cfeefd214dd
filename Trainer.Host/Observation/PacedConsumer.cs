using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;

namespace Trainer.Host.Observation;

/// <summary>A trainer that does nothing but take its time: so many images per second, or none at all.</summary>
internal sealed class PacedConsumer
{
    private readonly InputPipeline _pipeline;
    private readonly double? _imagesPerSecond;
    private readonly TimeProvider _time;
    private readonly StepMeter _steps;

    /// <summary>Makes a consumer.</summary>
    /// <param name="pipeline">What it eats from.</param>
    /// <param name="imagesPerSecond">Its speed, above 0; null for as fast as it gets batches.</param>
    /// <param name="time">The clock.</param>
    public PacedConsumer(InputPipeline pipeline, double? imagesPerSecond, TimeProvider time)
    {
        _pipeline = pipeline;
        _imagesPerSecond = imagesPerSecond;
        _time = time;
        _steps = new StepMeter(time);
    }

    /// <summary>What it has done; null without a speed, for then it has no time of its own.</summary>
    public StepStatistics? Read() => _imagesPerSecond is null ? null : _steps.Read();

    /// <summary>Takes and disposes all batches.</summary>
    /// <param name="afterBatch">Called after each.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Run(Action afterBatch, CancellationToken cancellation)
    {
        // Sleeping takes a little longer than asked for; what was too long is taken off the next time.
        TimeSpan ahead = TimeSpan.Zero;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            _steps.BeginStep();
            Batch? batch = _pipeline.Take(cancellation);
            if (batch is null)
            {
                _steps.EndStep(samples: 0);
                return;
            }

            int samples = batch.Count;
            _steps.Enter(StepPart.Forward);
            using (batch)
            {
                if (_imagesPerSecond is { } rate)
                {
                    TimeSpan work = TimeSpan.FromSeconds(samples / rate) - ahead;
                    long started = _time.GetTimestamp();
                    if (work > TimeSpan.Zero)
                    {
                        cancellation.WaitHandle.WaitOne(work);
                        cancellation.ThrowIfCancellationRequested();
                    }

                    ahead = _time.GetElapsedTime(started) - work;
                }
            }

            _steps.EndStep(samples);
            afterBatch();
        }
    }
}
