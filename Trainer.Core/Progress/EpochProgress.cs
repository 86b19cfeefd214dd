namespace Trainer.Core.Progress;

/// <summary>
/// Prints each epoch as Keras does: a live bar on a terminal, one plain line when the output is redirected.
/// </summary>
/// <remarks>Not thread-safe: the training loop's thread calls it.</remarks>
public sealed class EpochProgress
{
    private readonly TextWriter _writer;
    private readonly TimeProvider _time;
    private readonly LiveLine? _line;
    private readonly bool _showsBar;

    private long _beganAt;
    private int? _steps;
    private int _step;

    /// <summary>Prepares to print.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="live">Whether <paramref name="writer"/> is a terminal on which a line can be written over.</param>
    /// <param name="width">Columns of the terminal; 0 or less when not known.</param>
    /// <param name="time">The clock.</param>
    /// <param name="showsBar">Whether there is a bar in the line; false for Keras' <c>verbose</c> 2.</param>
    public EpochProgress(TextWriter writer, bool live, Func<int> width, TimeProvider time, bool showsBar = true)
    {
        _writer = writer;
        _time = time;
        _showsBar = showsBar;
        _line = live ? new LiveLine(writer, width, time) : null;
    }

    /// <summary>Prints the epoch's number and starts its clock.</summary>
    /// <param name="epoch">The epoch, counted from 0.</param>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="steps">Steps of the epoch, or null if not known before it ends.</param>
    public void BeginEpoch(int epoch, int epochs, int? steps)
    {
        BeginPass(steps);
        _writer.WriteLine(EpochLine.Header(epoch, epochs));
        _writer.Flush();
    }

    /// <summary>Starts the clock of a line without a header: an evaluation or a prediction.</summary>
    /// <param name="steps">Steps, or null if not known before it ends.</param>
    public void BeginPass(int? steps)
    {
        Break();
        (_steps, _step, _beganAt) = (steps, 0, _time.GetTimestamp());
    }

    /// <summary>Moves the bar, on a terminal and at most ten times a second.</summary>
    /// <param name="step">Steps done in this epoch.</param>
    /// <param name="logs">Gives the metrics so far, in the order to print them; asked only when the bar moves.</param>
    public void Update(int step, Func<IReadOnlyList<KeyValuePair<string, double>>> logs)
    {
        _step = step;
        _line?.Show(() => EpochLine.Format(step, _steps, _time.GetElapsedTime(_beganAt), logs(), final: false));
    }

    /// <summary>Prints the epoch's final line; its time includes validation, as in Keras.</summary>
    /// <param name="logs">The epoch's metrics, in the order to print them.</param>
    public void EndEpoch(IReadOnlyList<KeyValuePair<string, double>> logs)
    {
        int steps = _steps ?? Math.Max(_step, 1);
        string line = EpochLine.Format(_step, steps, _time.GetElapsedTime(_beganAt), logs, final: true, _showsBar);
        if (_line is not null)
        {
            _line.Complete(line);
        }
        else
        {
            _writer.WriteLine(line);
            _writer.Flush();
        }
    }

    /// <summary>Ends a half-written live line, so that a message can follow it.</summary>
    public void Break() => _line?.Break();
}
