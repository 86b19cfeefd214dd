namespace Trainer.Core.Progress;

/// <summary>One line on a terminal that is written over in place until it is complete.</summary>
/// <remarks>Not thread-safe: one thread shows and completes.</remarks>
/// <param name="writer">The terminal.</param>
/// <param name="width">Columns of the terminal, asked before each writing; 0 or less when not known.</param>
/// <param name="time">The clock that limits how often the line is written.</param>
public sealed class LiveLine(TextWriter writer, Func<int> width, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _shownAt;
    private int _shownLength;
    private bool _isOpen;

    /// <summary>
    /// Writes the line over the one before, unless that was written less than a tenth of a second ago.
    /// </summary>
    /// <param name="line">Makes the line, only if it is to be written; cut to the terminal's width.</param>
    public void Show(Func<string> line)
    {
        if (_isOpen && time.GetElapsedTime(_shownAt) < Interval)
        {
            return;
        }

        string text = line();

        // A line as wide as the terminal would wrap, and carriage return goes back to the wrapped part only.
        int room = width() - 1;
        Overwrite(room > 0 && text.Length > room ? text[..room] : text);
        writer.Flush();
        _shownAt = time.GetTimestamp();
        _isOpen = true;
    }

    /// <summary>Writes the line for the last time, whole, and goes to the next one.</summary>
    /// <param name="line">The line.</param>
    public void Complete(string line)
    {
        Overwrite(line);
        EndLine();
    }

    /// <summary>
    /// Leaves the line as it is and goes to the next one, so that other text can follow. Does nothing on an empty line.
    /// </summary>
    public void Break()
    {
        if (_isOpen)
        {
            EndLine();
        }
    }

    private void Overwrite(string text)
    {
        if (_isOpen)
        {
            writer.Write('\r');
        }

        // Blanks instead of an escape sequence: they work on every terminal.
        writer.Write(text.PadRight(_shownLength));
        _shownLength = text.Length;
    }

    private void EndLine()
    {
        writer.WriteLine();
        writer.Flush();
        _shownLength = 0;
        _isOpen = false;
    }
}
