using System.Text.Json;
using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Telemetry;

public sealed class ChromeTraceTests : IDisposable
{
    // Other tests run at the same time and are heard too: a number of samples that no other step has.
    private const int Samples = 1234577;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Dispose_PipelineThatParsesDuringAStep_ShowsThemOverlap()
    {
        using var stepBegan = new ManualResetEventSlim();
        using var dataset = new MemoryDataset(32)
        {
            // The parsing of the second batch goes on until a step has begun, and the step until it is done.
            OnDecode = row =>
            {
                if (row == 16)
                {
                    stepBegan.Wait(TestContext.Current.CancellationToken);
                }
            },
        };
        string file = _directory.File("trace.json");
        using (var trace = new ChromeTrace(file))
        {
            using var pipeline = new InputPipeline(
                dataset, null, new InputPipelineOptions { Name = nameof(ChromeTraceTests), BatchSize = 16, ChunkSize = 8, Epochs = 1, ParseWorkers = 2 });
            var meter = new StepMeter();
            meter.BeginStep();
            pipeline.Take()!.Dispose();
            meter.Enter(StepPart.Forward);
            stepBegan.Set();
            pipeline.Take()!.Dispose();
            meter.Enter(StepPart.Backward);
            Assert.Null(pipeline.Take());
            meter.EndStep(Samples);
            Assert.False(File.Exists(file));
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        Event[] all = [.. document.RootElement.GetProperty("traceEvents").EnumerateArray().Select(Event.Of)];
        Event step = all.Single(span => span is { Name: "step", Phase: "X" } && span.Items == Samples);
        Event[] stages = [.. all.Where(span => span.Pipeline == nameof(ChromeTraceTests))];
        Assert.Equal(
            [("augment", 4), ("batch", 4), ("parse", 4), ("read", 4)],
            stages.GroupBy(span => span.Name, StringComparer.Ordinal).Select(group => (group.Key, group.Count())).Order());
        Assert.Contains(stages, span => span.Name == "parse" && span.Start < step.End && step.Start < span.End);

        // The step's parts lie within it, on its track, one behind another.
        Event[] parts = [.. all.Where(span => span.Phase == "X" && span.Track == step.Track && span != step && span.Start >= step.Start && span.End <= step.End)];
        Assert.Equal(["data wait", "forward", "backward"], parts.OrderBy(span => span.Start).Select(span => span.Name));

        // Each worker has a track, and no two spans of it overlap.
        foreach (IGrouping<int, Event> track in stages.GroupBy(span => span.Track))
        {
            Assert.Single(track.Select(span => span.Name).Distinct(StringComparer.Ordinal));
            Event[] inOrder = [.. track.OrderBy(span => span.Start)];
            Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start + 0.1, $"{pair}"));
        }

        Assert.InRange(stages.Where(span => span.Name == "parse").Select(span => span.Track).Distinct().Count(), 1, 2);
        Assert.Contains(all, span => span is { Name: "thread_name", Phase: "M" } && span.Label == $"{nameof(ChromeTraceTests)} parse 1" && stages.Any(other => other.Track == span.Track));
        Assert.Contains(all, span => span is { Name: "thread_name", Label: "trainer" } && span.Track == step.Track);
    }

    [Fact]
    public void Constructor_NoSuchFolder_Throws() =>
        Assert.Throws<DirectoryNotFoundException>(() => new ChromeTrace(_directory.File("none/trace.json")));

    [Fact]
    public void Dispose_Twice_DoesNothingMore()
    {
        var trace = new ChromeTrace(_directory.File("trace.json"));
        trace.Dispose();
        trace.Dispose();

        Assert.Equal("trace.json", Assert.Single(Directory.GetFiles(_directory.Path).Select(Path.GetFileName)));
    }

    private sealed record Event(string Name, string Phase, int Track, double Start, double End, string? Pipeline, int Items, string? Label)
    {
        public static Event Of(JsonElement json)
        {
            JsonElement args = json.GetProperty("args");
            double start = json.TryGetProperty("ts", out JsonElement at) ? at.GetDouble() : 0;
            return new Event(
                json.GetProperty("name").GetString()!,
                json.GetProperty("ph").GetString()!,
                json.GetProperty("tid").GetInt32(),
                start,
                start + (json.TryGetProperty("dur", out JsonElement duration) ? duration.GetDouble() : 0),
                args.TryGetProperty("trainer.pipeline.name", out JsonElement pipeline) ? pipeline.GetString() : null,
                args.TryGetProperty("trainer.items", out JsonElement items) ? int.Parse(items.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : 0,
                args.TryGetProperty("name", out JsonElement label) ? label.GetString() : null);
        }
    }
}
