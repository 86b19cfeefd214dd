using Trainer.Core.Progress;

namespace Trainer.Host;

/// <summary>
/// A bar for one long task, such as drawing a data set: live on a terminal, one plain line when redirected.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TaskProgress : IProgress<long>
{
    private const int BarWidth = 30;

    private readonly TextWriter _writer;
    private readonly LiveLine? _line;
    private readonly string _title;
    private readonly long _total;

    /// <summary>Prepares to print.</summary>
    /// <param name="title">What is being done, for example <c>Drawing blossoms17_training.csv</c>.</param>
    /// <param name="total">How many items there are, 0 or more.</param>
    /// <param name="writer">Where to print.</param>
    /// <param name="live">Whether <paramref name="writer"/> is a terminal on which a line can be written over.</param>
    /// <param name="width">Columns of the terminal; 0 or less when not known.</param>
    /// <param name="time">The clock.</param>
    public TaskProgress(string title, long total, TextWriter writer, bool live, Func<int> width, TimeProvider time)
    {
        _title = title;
        _total = total;
        _writer = writer;
        _line = live ? new LiveLine(writer, width, time) : null;
    }

    /// <summary>The line, for example <c>Drawing blossoms17_training.csv  [=====&gt;....] 512/1020</c>.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="done">Items done, 0 to <paramref name="total"/>.</param>
    /// <param name="total">How many items there are.</param>
    public static string Format(string title, long done, long total)
    {
        int filled = total > 0 ? (int)(BarWidth * done / total) : BarWidth;
        string head = new string('=', filled) + (done < total ? ">" : string.Empty);
        string bar = head.PadRight(BarWidth, '.')[..BarWidth];
        return $"{title}  [{bar}] {done}/{total}";
    }

    /// <summary>Moves the bar, on a terminal and at most ten times a second.</summary>
    /// <param name="value">Items done.</param>
    public void Report(long value) => _line?.Show(() => Format(_title, value, _total));

    /// <summary>Prints the full bar and ends the line.</summary>
    public void End()
    {
        string line = Format(_title, _total, _total);
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
