namespace Trainer.Host.Observation;

/// <summary>Looks now and then whether a key was pressed, where somebody sits at a terminal.</summary>
internal sealed class KeyPress
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Func<char?> _next;
    private readonly TimeProvider _time;
    private readonly char _key;
    private long _looked;

    /// <summary>Begins to look.</summary>
    /// <param name="key">The key that counts, in lower case.</param>
    /// <param name="next">The next key that was pressed, if any.</param>
    /// <param name="time">The clock.</param>
    public KeyPress(char key, Func<char?> next, TimeProvider time)
    {
        _key = key;
        _next = next;
        _time = time;
        _looked = time.GetTimestamp();
    }

    /// <summary>Whether somebody can press one.</summary>
    public static bool IsPossible(Terminal terminal) => terminal.IsLive && !Console.IsInputRedirected;

    /// <summary>The keys of the process' terminal.</summary>
    public static char? OfConsole() => Console.KeyAvailable ? Console.ReadKey(intercept: true).KeyChar : null;

    /// <summary>Whether the key was pressed since the last look; looks at most five times a second.</summary>
    public bool WasPressed()
    {
        if (_time.GetElapsedTime(_looked) < Period)
        {
            return false;
        }

        _looked = _time.GetTimestamp();
        bool pressed = false;
        while (_next() is { } key)
        {
            pressed |= char.ToLowerInvariant(key) == _key;
        }

        return pressed;
    }
}
