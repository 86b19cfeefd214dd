namespace Trainer.Host;

/// <summary>Where the program writes: a terminal, on which a line can be written over, or a file or pipe.</summary>
/// <param name="Out">Results and progress.</param>
/// <param name="Error">Errors.</param>
/// <param name="IsLive">Whether <paramref name="Out"/> is a terminal.</param>
/// <param name="Time">The clock.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsLive, TimeProvider Time)
{
    /// <summary>The process' own.</summary>
    public static Terminal Process() =>
        new(Console.Out, Console.Error, !Console.IsOutputRedirected, TimeProvider.System);

    /// <summary>Columns; 0 when there are none or they are not known.</summary>
    public int Width() => Ask(static () => Console.WindowWidth);

    /// <summary>Lines; 0 when there are none or they are not known.</summary>
    public int Height() => Ask(static () => Console.WindowHeight);

    private int Ask(Func<int> size)
    {
        try
        {
            return IsLive ? size() : 0;
        }
        catch (IOException)
        {
            // A terminal without a size.
            return 0;
        }
    }
}
