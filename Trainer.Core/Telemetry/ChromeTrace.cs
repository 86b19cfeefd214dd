using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Trainer.Core.Telemetry;

/// <summary>
/// Writes the spans of pipelines and trainers to a file in Chrome's trace format, which Perfetto shows: one track for
/// each worker of each stage and one for the trainer, so that one sees them overlap.
/// </summary>
/// <remarks>
/// It listens from its construction to its disposal. The file has its name only when it is complete; until then it is
/// <c>&lt;name&gt;.tmp</c>. Tracing costs a few microseconds for each chunk and step, and about 150 bytes of file.
/// </remarks>
public sealed class ChromeTrace : IDisposable
{
    private const string LaneKey = "lane";
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private readonly ActivityListener _listener;
    private readonly DateTime _start = DateTime.UtcNow;
    private readonly Dictionary<string, List<bool>> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, int Lane), int> _tracks = [];
    private readonly Lock _lock = new();
    private bool _disposed;

    /// <summary>Begins to listen.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be written.</exception>
    public ChromeTrace(string path)
    {
        _path = path;
        _temporary = path + ".tmp";
        _file = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        _json = new Utf8JsonWriter(_file);
        _json.WriteStartObject();
        _json.WriteString("displayTimeUnit", "ms");
        _json.WriteStartArray("traceEvents");
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is TelemetryNames.ActivitySource,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = Begin,
            ActivityStopped = End,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Ends the listening and gives the file its name.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _listener.Dispose();
            _json.WriteEndArray();
            _json.WriteEndObject();
            _json.Dispose();
            _file.Dispose();
            File.Move(_temporary, _path, overwrite: true);
        }
    }

    /// <summary>Gives a worker's span the first track of its stage that is free.</summary>
    private void Begin(Activity span)
    {
        if (Owner(span) != span)
        {
            return;
        }

        lock (_lock)
        {
            string group = Group(span);
            if (!_lanes.TryGetValue(group, out List<bool>? lanes))
            {
                _lanes[group] = lanes = [];
            }

            int lane = lanes.IndexOf(false);
            if (lane < 0)
            {
                lane = lanes.Count;
                lanes.Add(false);
            }

            // A thread may be put off between the start of its span and this line, and the lane be another's in the
            // meantime.
            lanes[lane] = true;
            span.SetCustomProperty(LaneKey, new Place(lane, DateTime.UtcNow));
        }
    }

    private void End(Activity span)
    {
        Activity owner = Owner(span);
        lock (_lock)
        {
            if (_disposed || owner.GetCustomProperty(LaneKey) is not Place place)
            {
                // It began before the listening.
                return;
            }

            string group = Group(owner);
            if (span == owner)
            {
                _lanes[group][place.Lane] = false;
            }

            Write(span, span == owner ? place.Began : span.StartTimeUtc, TrackOf(group, place.Lane));
        }
    }

    private int TrackOf(string group, int lane)
    {
        if (_tracks.TryGetValue((group, lane), out int track))
        {
            return track;
        }

        track = _tracks.Count + 1;
        _tracks[(group, lane)] = track;
        _json.WriteStartObject();
        _json.WriteString("name", "thread_name");
        _json.WriteString("ph", "M");
        _json.WriteNumber("pid", 1);
        _json.WriteNumber("tid", track);
        _json.WriteStartObject("args");
        _json.WriteString(
            "name",
            group is TelemetryNames.StepSpan
                ? "trainer"
                : string.Create(CultureInfo.InvariantCulture, $"{group} {lane + 1}"));
        _json.WriteEndObject();
        _json.WriteEndObject();
        return track;
    }

    private void Write(Activity span, DateTime began, int track)
    {
        TimeSpan late = began - span.StartTimeUtc;
        TimeSpan duration = span.Duration > late ? span.Duration - late : TimeSpan.Zero;
        _json.WriteStartObject();
        _json.WriteString("name", span.OperationName);
        _json.WriteString("ph", "X");
        _json.WriteNumber("ts", (began - _start).TotalMicroseconds);
        _json.WriteNumber("dur", duration.TotalMicroseconds);
        _json.WriteNumber("pid", 1);
        _json.WriteNumber("tid", track);
        _json.WriteStartObject("args");
        foreach ((string name, object? value) in span.TagObjects)
        {
            _json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        if (_json.BytesPending > 1 << 15)
        {
            _json.Flush();
        }
    }

    /// <summary>The span whose track it is on: a part of a step is on the step's.</summary>
    private static Activity Owner(Activity span) =>
        span.Parent is { OperationName: TelemetryNames.StepSpan } step ? step : span;

    private static string Group(Activity span) => span.OperationName is TelemetryNames.StepSpan
        ? TelemetryNames.StepSpan
        : $"{span.GetTagItem(TelemetryNames.PipelineTag)} {span.OperationName}";

    /// <summary>Which of its stage's tracks a span has, and since when.</summary>
    private sealed record Place(int Lane, DateTime Began);
}
