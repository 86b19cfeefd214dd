using System.Collections.Concurrent;
using Trainer.Core.Training.Callbacks;
using Trainer.Host.Configuration;
using Trainer.Host.Live.Dashboard;
using Trainer.Host.Live.Watch;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Live;

/// <summary>Shows a run while it is under way: a bar or lines, the whole terminal, a page in the browser.</summary>
internal sealed class RunViews : IDisposable
{
    private readonly ProgressBar? _progress;
    private readonly WatchView? _watch;
    private readonly DashboardServer? _dashboard;
    private readonly TextWriter _out;
    private readonly ConcurrentQueue<string> _kept = new();

    /// <summary>Shows what the settings ask for.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="run">The run folder, with its settings in it.</param>
    /// <param name="live">Follows the run.</param>
    /// <param name="dashboard">Serves the page, and ends with the views; null for no page.</param>
    public RunViews(
        TrainerSettings settings, Terminal terminal, RunFolder run, LiveRun live, DashboardServer? dashboard)
    {
        _out = terminal.Out;
        string? whyNot = settings.Output.Watch ? WatchView.WhyNot(terminal, Environment.GetEnvironmentVariable) : null;
        bool watches = settings.Output.Watch && whyNot is null;
        if (whyNot is not null)
        {
            terminal.Out.WriteLine($"Output:Watch shows plain lines, for {whyNot}.");
        }

        _dashboard = dashboard;
        if (_dashboard is not null)
        {
            string parent = Path.GetDirectoryName(Path.GetFullPath(run.Path)) ?? run.Path;
            _dashboard.Show(live, File.ReadAllText(run.Config), parent);
            terminal.Out.WriteLine($"Dashboard: {_dashboard.Url}");
        }

        _progress = settings.Output.Verbose > 0 && !watches
            ? new ProgressBar(terminal.Out, settings.Output.Verbose, terminal.IsLive, terminal.Width, terminal.Time)
            : null;
        Callbacks =
        [
            .. _progress is null ? Array.Empty<Callback>() : [_progress],
            .. watches || _dashboard is not null ? [live] : Array.Empty<Callback>(),
        ];
        _watch = watches ? new WatchView(live, terminal) : null;
    }

    /// <summary>What the training has to call; they show what callbacks before them have added to the logs.</summary>
    public IReadOnlyList<Callback> Callbacks { get; }

    /// <summary>Whether there is no room for anything else on the terminal.</summary>
    public bool TakeWholeTerminal => _watch is not null;

    /// <summary>Ends a half-written line, so that a message can follow it.</summary>
    public void Break() => _progress?.Break();

    /// <summary>Prints a message: at once, or when the whole terminal is free again.</summary>
    public void Say(string message)
    {
        if (TakeWholeTerminal)
        {
            _kept.Enqueue(message);
            return;
        }

        Break();
        _out.WriteLine(message);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _dashboard?.Dispose();
        while (_kept.TryDequeue(out string? message))
        {
            _out.WriteLine(message);
        }
    }
}
