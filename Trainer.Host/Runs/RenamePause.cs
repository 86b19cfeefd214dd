namespace Trainer.Host.Runs;

/// <summary>
/// Lets a test kill the program while a new checkpoint is whole beside the old one: with the environment variable
/// <c>TRAINER_PAUSE_BEFORE_RENAME</c> set to a file that exists, the file is deleted at the next checkpoint, and the program waits
/// there for ever.
/// </summary>
internal static class RenamePause
{
    private const string Variable = "TRAINER_PAUSE_BEFORE_RENAME";

    /// <summary>The pause, or null where none is asked for.</summary>
    public static Action<string>? FromEnvironment() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } marker
        ? _ => Pause(marker)
        : null;

    private static void Pause(string marker)
    {
        if (File.Exists(marker))
        {
            File.Delete(marker);
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
