using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Observation;

/// <summary>The profile of a run: shown when somebody asks for it, and left in the run folder at the end.</summary>
internal sealed class RunProfile : IDisposable
{
    private const char Key = 'p';
    private const int Windows = 20;

    private readonly Terminal _terminal;
    private readonly InputPipeline _pipeline;
    private readonly Func<StepStatistics?> _steps;
    private readonly Timeline _timeline;
    private readonly KeyPress? _key;

    /// <summary>Begins to look at a pipeline.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="pipeline">The training pipeline.</param>
    /// <param name="steps">What its trainer has done; null where it only takes all that it gets.</param>
    public RunProfile(Terminal terminal, InputPipeline pipeline, Func<StepStatistics?> steps)
    {
        _terminal = terminal;
        _pipeline = pipeline;
        _steps = steps;
        _timeline = new Timeline(pipeline.ReadStatistics, steps, terminal.Time);
        _key = KeyPress.IsPossible(terminal) ? new KeyPress(Key, KeyPress.OfConsole, terminal.Time) : null;
    }

    /// <summary>Prints the profile so far if somebody has asked for it.</summary>
    /// <param name="beforePrinting">Called before, to leave a line that is being written over.</param>
    public void ShowIfAsked(Action? beforePrinting = null)
    {
        if (_key?.WasPressed() == true)
        {
            beforePrinting?.Invoke();
            _terminal.Out.WriteLine(ProfileText.Of(Report(epochs: 0)));
        }
    }

    /// <summary>Writes <c>profile.json</c> and <c>profile.png</c> and prints the profile.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="epochs">Epochs that were run.</param>
    public void Finish(RunFolder run, int epochs)
    {
        ProfileReport report = Report(epochs);
        report.Write(run.Profile);
        ProfilePlot.Write(run.ProfilePlot, _timeline.Read(), report);
        _terminal.Out.WriteLine(ProfileText.Of(report));
    }

    /// <inheritdoc/>
    public void Dispose() => _timeline.Dispose();

    private ProfileReport Report(int epochs) =>
        ProfileReport.Of(_pipeline.ReadStatistics(), _steps(), Environment.ProcessorCount, epochs) with
        {
            WarmUpMs = _pipeline.WarmUp.TotalMilliseconds,
            Windows = _timeline.ReadWindows(Windows),
        };
}
