using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Trainer.Core.Telemetry;
using Trainer.Host.Reports;

namespace Trainer.Host.Live.Watch;

/// <summary>One picture of a run for a terminal: epoch bar, curves, stages and verdict.</summary>
internal static class WatchFrame
{
    /// <summary>The narrowest terminal that it fits into, in columns.</summary>
    public const int LeastWidth = 60;

    /// <summary>The lowest terminal that it fits into, in lines.</summary>
    public const int LeastHeight = 20;

    private const int HeadLines = 3;
    private const int FootLines = 4;
    private const int GaugeWidth = 20;
    private const string Full = "█";
    private const string Empty = "░";
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style[] Curves = [new(Color.Orange1), new(Color.DeepSkyBlue1)];

    /// <summary>Draws a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines.</param>
    /// <param name="colors">Which colours the terminal has.</param>
    /// <returns>
    /// At most <paramref name="height"/> lines of at most <paramref name="width"/> columns, with the terminal's escape
    /// sequences for colours.
    /// </returns>
    public static string Render(
        LiveSnapshot run, int width, int height, ColorSystemSupport colors = ColorSystemSupport.TrueColor)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colors == ColorSystemSupport.NoColors ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = colors,
            Interactive = InteractionSupport.No,
            Out = new FixedOutput(text, width, height),
        });
        console.Profile.Capabilities.Unicode = true;
        console.Write(width < LeastWidth || height < LeastHeight ? TooSmall(width, height) : Whole(run, width, height));
        return text.ToString();
    }

    private static Text TooSmall(int width, int height) =>
        new($"The terminal is {width}×{height}; {LeastWidth}×{LeastHeight} are needed. The training goes on.");

    private static Layout Whole(LiveSnapshot run, int width, int height)
    {
        int stageLines = run.Pipeline.Stages.Count + 2;
        int chartLines = height - HeadLines - stageLines - FootLines;
        int chartWidth = width / 2;
        return new Layout().SplitRows(
            new Layout(Head(run, width)).Size(HeadLines),
            new Layout().SplitColumns(
                new Layout(Chart(run, "loss", chartWidth, chartLines)).Size(chartWidth),
                new Layout(Chart(run, "accuracy", width - chartWidth, chartLines))).Size(chartLines),
            new Layout(Stages(run, width)).Size(stageLines),
            new Layout(Foot(run)).Size(FootLines));
    }

    private static Rows Head(LiveSnapshot run, int width)
    {
        string phase = run.Phase switch
        {
            LivePhase.Starting => "starting",
            LivePhase.Validating => "validating",
            LivePhase.Finished => "finished",
            _ => Invariant($"step {run.Step}/{run.Steps}"),
        };
        string left = run.Left is { } time ? $", {Clock(time)} left" : string.Empty;
        string figures = string.Join("  ", run.Logs.Select(log => $"{log.Key} {Number(log.Value)}"));
        string place = Invariant($"  epoch {run.Epoch}/{run.Epochs}, {phase}  {Clock(run.Elapsed)}{left}");
        return new Rows(
            Line(
                (Cut(run.Run, Math.Max(width - place.Length, 1)), new Style(Color.White, decoration: Decoration.Bold)),
                (place, Dim)),
            new Markup(Bar(run.Progress, width - 7, "orange1") + Invariant($" {100 * run.Progress,4:F0} %")),
            Line((Cut(figures, width), Style.Plain)));
    }

    private static Panel Chart(LiveSnapshot run, string metric, int width, int lines)
    {
        const int Frame = 2;
        const int Padding = 2;
        IReadOnlyList<double>[] curves = [Values(run, metric), Values(run, $"val_{metric}")];
        LossScale scale = LossScale.For(curves.SelectMany(curve => curve));
        var rows = new List<IRenderable>();
        foreach ((string label, IReadOnlyList<(char Character, int Curve)> cells) in CharacterChart.Draw(
            curves, scale.Position, width - Frame - Padding, lines - Frame))
        {
            var line = new Paragraph(label + " ", Dim);
            foreach ((char character, int curve) in cells)
            {
                line.Append(character.ToString(), curve < 0 ? Style.Plain : Curves[curve]);
            }

            rows.Add(line);
        }

        return new Panel(new Rows(rows))
        {
            Header = new PanelHeader($" [orange1]{metric}[/] [deepskyblue1]val_{metric}[/] "),
            Border = BoxBorder.Rounded,
            BorderStyle = Dim,
            Padding = new Padding(1, 0),
            Expand = true,
        };
    }

    private static IReadOnlyList<double> Values(LiveSnapshot run, string metric)
    {
        IReadOnlyList<double> past =
            run.History.FirstOrDefault(pair => string.Equals(pair.Key, metric, StringComparison.Ordinal)).Value ?? [];

        // The epoch in work, as far as it is, is the last point of the training's curve.
        bool goesOn = run.Phase is LivePhase.Training or LivePhase.Validating && run.Step > 0 && past.Count < run.Epoch;
        IEnumerable<double> now =
            run.Logs.Where(log => string.Equals(log.Key, metric, StringComparison.Ordinal)).Select(log => log.Value);
        return goesOn ? [.. past, .. now] : past;
    }

    private static Table Stages(LiveSnapshot run, int width)
    {
        bool wide = width >= 100;
        var table = new Table { Border = TableBorder.None, Expand = false };
        table.AddColumn(Heading("stage", 9));
        table.AddColumn(Heading("busy", GaugeWidth + 6));
        table.AddColumn(Heading("queue", 7).RightAligned());
        table.AddColumn(Heading("images/s", 8).RightAligned());
        if (wide)
        {
            table.AddColumn(Heading("workers", 7).RightAligned());
            table.AddColumn(Heading("starved", 7).RightAligned());
            table.AddColumn(Heading("blocked", 7).RightAligned());
            table.AddColumn(Heading("µs/image p50, p95", 18).RightAligned());
        }

        double seconds = run.Pipeline.Elapsed.TotalSeconds;
        foreach (StageStatistics stage in run.Pipeline.Stages)
        {
            string queue = stage.QueueCapacity > 0
                ? Invariant($"{stage.QueueDepth.Mean:F0}/{stage.QueueCapacity}")
                : string.Empty;
            AddRow(
                table,
                wide,
                stage.Name,
                Gauge(stage.Utilization, "green"),
                queue,
                Rate(stage.Items, seconds),
                Invariant($"{stage.Workers}"),
                Percent(stage.StarvedShare), Percent(stage.BlockedShare),
                Invariant($"{stage.ServiceTime.P50Microseconds:F0}, {stage.ServiceTime.P95Microseconds:F0}"));
        }

        StageStatistics prefetch = run.Pipeline.Prefetch;
        double filled = prefetch.QueueCapacity > 0 ? prefetch.QueueDepth.Mean / prefetch.QueueCapacity : 0;
        AddRow(
            table,
            wide,
            "prefetch",
            Gauge(filled, "deepskyblue1"),
            Invariant($"{prefetch.QueueDepth.Mean:F0}/{prefetch.QueueCapacity}"),
            Rate(run.Pipeline.SamplesTaken, seconds),
            string.Empty,
            Percent(prefetch.StarvedShare),
            Percent(prefetch.BlockedShare),
            string.Empty);
        return table;
    }

    private static void AddRow(Table table, bool wide, params string[] cells) =>
        table.AddRow([.. cells.Take(wide ? cells.Length : 4).Select(cell => new Markup(cell))]);

    private static TableColumn Heading(string text, int width) =>
        new TableColumn(new Text(text, Dim)) { Width = width, NoWrap = true, Padding = new Padding(0, 0, 1, 0) };

    private static Rows Foot(LiveSnapshot run) =>
        new(Split(run.Trainer), new Text(run.Verdict, new Style(Color.Yellow)));

    private static Text Split(StepStatistics steps)
    {
        if (steps.Whole <= TimeSpan.Zero)
        {
            return new Text("trainer: no step in the last seconds", Dim);
        }

        return new Text(
            "trainer: " + string.Join(
                "  ", steps.Parts.Select(part => $"{part.Name} {Percent(part.Time / steps.Whole)}")),
            Dim);
    }

    private static Paragraph Line(params (string Text, Style Style)[] parts)
    {
        var line = new Paragraph();
        foreach ((string text, Style style) in parts)
        {
            line.Append(text, style);
        }

        return line;
    }

    private static string Gauge(double share, string color) => $"{Bar(share, GaugeWidth, color)} {Percent(share)}";

    private static string Bar(double share, int width, string color)
    {
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return $"[{color}]{string.Concat(Enumerable.Repeat(Full, full))}[/]"
            + $"[grey]{string.Concat(Enumerable.Repeat(Empty, width - full))}[/]";
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";

    private static string Percent(double share) => Invariant($"{100 * share,3:F0} %");

    private static string Rate(long items, double seconds) =>
        seconds > 0 ? Invariant($"{items / seconds:N0}") : string.Empty;

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 1000 ? "F4" : "G5", CultureInfo.InvariantCulture);

    private static string Clock(TimeSpan time) => time.TotalHours < 1
        ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture)
        : Invariant($"{(long)time.TotalHours}:{time:mm\\:ss}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>A writer of a size that is known.</summary>
    private sealed class FixedOutput(TextWriter writer, int width, int height) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => height;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // A string has none.
        }
    }
}
