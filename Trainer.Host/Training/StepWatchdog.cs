using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Training;

/// <summary>
/// Ends the program when a step goes on for longer than two seconds after the interruption. The step is abandoned; the
/// last checkpoint stands.
/// </summary>
internal sealed class StepWatchdog : Callback, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Terminal _terminal;
    private readonly RunFolder _run;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long _interrupted;
    private bool _inStep;
    private bool _disposed;

    /// <summary>Begins to watch.</summary>
    /// <param name="terminal">Where to say so.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">The interruption.</param>
    public StepWatchdog(Terminal terminal, RunFolder run, CancellationToken cancellation)
    {
        _terminal = terminal;
        _run = run;
        _registration = cancellation.Register(StartClock);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int step) => Note(inStep: true);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, StepLogs logs) => Note(inStep: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        lock (_lock)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void Note(bool inStep)
    {
        lock (_lock)
        {
            _inStep = inStep;
        }
    }

    private void StartClock()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _interrupted = _terminal.Time.GetTimestamp();
                _timer = _terminal.Time.CreateTimer(_ => Check(), state: null, Period, Period);
            }
        }
    }

    private void Check()
    {
        lock (_lock)
        {
            if (!_inStep || _disposed || _terminal.Time.GetElapsedTime(_interrupted) < Patience)
            {
                return;
            }
        }

        string rest = File.Exists(_run.Checkpoint) ? "the last checkpoint stands" : "there was no checkpoint yet";
        HardExit.Now(
            ExitCode.Interrupted,
            $"{Environment.NewLine}Interrupted in the middle of a long step; {rest} in {_run.Path}");
    }
}
