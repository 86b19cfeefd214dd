namespace Trainer.Host;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something failed on the way.</summary>
    public const int Failed = 1;

    /// <summary>Arguments or settings are not what they can be; nothing was begun.</summary>
    public const int BadSettings = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
