using Spectre.Console;

namespace Trainer.Host.Live.Watch;

/// <summary>Shows a run on the whole terminal until it is disposed, and then leaves the terminal as it was.</summary>
internal sealed class WatchView : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearToLineEnd = "\e[K";
    private const string ClearBelow = "\e[J";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly LiveRun _run;
    private readonly Terminal _terminal;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private readonly IDisposable _atExit;
    private bool _disposed;

    /// <summary>Begins to show.</summary>
    /// <param name="run">The run.</param>
    /// <param name="terminal">A terminal for which <see cref="WhyNot"/> is null.</param>
    public WatchView(LiveRun run, Terminal terminal)
    {
        _run = run;
        _terminal = terminal;
        terminal.Out.Write(Enter);
        _atExit = HardExit.Before(Restore);
        _timer = terminal.Time.CreateTimer(_ => Draw(), state: null, TimeSpan.Zero, Interval);
    }

    /// <summary>Why a terminal cannot show it, in words; null if it can.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static string? WhyNot(Terminal terminal, Func<string, string?> environment)
    {
        if (!terminal.IsLive)
        {
            return "the output is redirected";
        }

        if (environment("NO_COLOR") is { Length: > 0 })
        {
            return "NO_COLOR is set";
        }

        if (string.Equals(environment("TERM"), "dumb", StringComparison.Ordinal))
        {
            return "TERM is dumb";
        }

        (int width, int height) = (terminal.Width(), terminal.Height());
        return width < WatchFrame.LeastWidth || height < WatchFrame.LeastHeight
            ? $"the terminal is {width}×{height}, and {WatchFrame.LeastWidth}×{WatchFrame.LeastHeight} are needed"
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _atExit.Dispose();
        Restore();
    }

    private void Restore()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _disposed = true;
                _terminal.Out.Write(Leave);
                _terminal.Out.Flush();
            }
        }
    }

    private void Draw()
    {
        // A picture that takes longer than its turn, on a slow line, leaves out the next ones.
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            if (!_disposed)
            {
                string frame = WatchFrame.Render(
                    _run.Read(), _terminal.Width(), _terminal.Height(), ColorSystemSupport.Detect);
                _terminal.Out.Write(
                    Home + frame.TrimEnd().ReplaceLineEndings(ClearToLineEnd + "\r\n") + ClearToLineEnd + ClearBelow);
                _terminal.Out.Flush();
            }
        }
        finally
        {
            _lock.Exit();
        }
    }
}
