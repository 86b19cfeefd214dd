using System.Diagnostics;
using System.Diagnostics.Metrics;
using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Telemetry;

public sealed class InstrumentsTests
{
    [Fact]
    public void Listener_PipelineThatHasEnded_SeesItsFigures()
    {
        using var heard = new Heard();
        using var dataset = new MemoryDataset(64);
        using var pipeline = new InputPipeline(
            dataset, null, new InputPipelineOptions { Name = nameof(InstrumentsTests), BatchSize = 16, ChunkSize = 8, Epochs = 1, ParseWorkers = 2 });
        while (pipeline.Take() is { } batch)
        {
            batch.Dispose();
        }

        heard.Collect();

        foreach (string stage in (string[])["read", "parse", "augment", "batch", "prefetch"])
        {
            Assert.Equal(64, heard[$"trainer.stage.items {{sample}} {stage}"]);
        }

        Assert.Equal(64 * 48, heard["trainer.stage.io By parse"]);
        Assert.Equal(64 * 48 * 4, heard["trainer.stage.io By augment"]);
        Assert.Equal(0, heard["trainer.stage.failures {failure} read"]);
        Assert.Equal(2, heard["trainer.stage.workers {worker} parse"]);
        Assert.Equal(4, heard["trainer.stage.queue.capacity {entry} parse"]);
        Assert.Equal(0, heard["trainer.stage.queue.depth {entry} prefetch"]);
        Assert.True(heard["trainer.stage.time s parse busy"] > 0);
        Assert.Equal(4, heard["trainer.pipeline.batches {batch}"]);
        Assert.InRange(heard["trainer.pipeline.ready_batches {batch}"], 0, 4);
        Assert.InRange(heard["trainer.pipeline.wait s"], 0, double.MaxValue);

        // Eight chunks went through each of four stages.
        Assert.Equal(8, heard["trainer.stage.chunk.duration s augment count"]);
        Assert.Equal(8, heard["trainer.stage.chunk.duration s batch count"]);
    }

    [Fact]
    public void Listener_DisposedPipeline_SeesItNoMore()
    {
        using var heard = new Heard();
        using (var dataset = new MemoryDataset(8))
        using (new InputPipeline(dataset, null, new InputPipelineOptions { Name = nameof(InstrumentsTests), BatchSize = 4, Epochs = 1 }))
        {
            heard.Collect();
            Assert.True(heard.Has("trainer.pipeline.batches {batch}"));
        }

        heard.Collect();

        Assert.False(heard.Has("trainer.pipeline.batches {batch}"));
    }

    [Fact]
    public void Listener_PipelineThatIsNotShown_HearsNothing()
    {
        var spans = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.ActivitySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
            {
                if (span.Tags?.Contains(new(TelemetryNames.PipelineTag, nameof(InstrumentsTests))) == true)
                {
                    lock (spans)
                    {
                        spans.Add(span.Name);
                    }
                }

                return ActivitySamplingResult.None;
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var heard = new Heard();
        using var dataset = new MemoryDataset(8);

        foreach (bool isShown in (bool[])[false, true])
        {
            using var pipeline = new InputPipeline(
                dataset, null, new InputPipelineOptions { Name = nameof(InstrumentsTests), IsShown = isShown, BatchSize = 8, Epochs = 1 });
            pipeline.Take(TestContext.Current.CancellationToken)!.Dispose();
            heard.Collect();

            Assert.Equal(isShown, heard.Has("trainer.pipeline.batches {batch}"));
            Assert.Equal(isShown, heard.Has("trainer.stage.chunk.duration s parse count"));
            lock (spans)
            {
                Assert.Equal(isShown, spans.Contains("parse"));
            }
        }
    }

    /// <summary>What the instruments say of this class's pipelines, by name, unit and the other tags.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
        private readonly MeterListener _listener;
        private readonly Lock _lock = new();

        public Heard()
        {
            _listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Meter.Name == TelemetryNames.Meter)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public double this[string key]
        {
            get
            {
                lock (_lock)
                {
                    return _values[key];
                }
            }
        }

        public bool Has(string key)
        {
            lock (_lock)
            {
                return _values.ContainsKey(key);
            }
        }

        public void Collect()
        {
            lock (_lock)
            {
                foreach (string key in _values.Keys.Where(key => !key.EndsWith(" count", StringComparison.Ordinal)).ToArray())
                {
                    _values.Remove(key);
                }
            }

            _listener.RecordObservableInstruments();
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string key = $"{instrument.Name} {instrument.Unit}";
            bool own = false;
            foreach ((string name, object? tag) in tags)
            {
                if (name == TelemetryNames.PipelineTag)
                {
                    own = nameof(InstrumentsTests).Equals(tag as string, StringComparison.Ordinal);
                }
                else
                {
                    key += $" {tag}";
                }
            }

            if (own)
            {
                lock (_lock)
                {
                    if (instrument is Histogram<double>)
                    {
                        _values[$"{key} count"] = _values.GetValueOrDefault($"{key} count") + 1;
                    }
                    else
                    {
                        _values[key] = value;
                    }
                }
            }
        }
    }
}
