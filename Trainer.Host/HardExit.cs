using System.Runtime.InteropServices;

namespace Trainer.Host;

/// <summary>Ends the process at once.</summary>
/// <remarks>
/// <see cref="Environment.Exit"/> runs the destructors of native libraries first; those of libtorch, while its threads
/// are at work, end in a crash and with its exit code.
/// </remarks>
internal static partial class HardExit
{
    private static readonly Lock RegistryLock = new();
    private static readonly List<Action> Actions = [];

    /// <summary>
    /// Has something done before the process ends in this way, such as putting the terminal in order.
    /// </summary>
    /// <param name="action">Must be quick, and safe from any thread.</param>
    /// <returns>Takes the wish back when disposed.</returns>
    public static IDisposable Before(Action action)
    {
        lock (RegistryLock)
        {
            Actions.Add(action);
        }

        return new Registration(action);
    }

    /// <summary>Ends it, with all of its threads; nothing is cleaned up but the console's output.</summary>
    /// <param name="exitCode">An <see cref="ExitCode"/>.</param>
    /// <param name="message">What to say last; null for nothing.</param>
    public static void Now(int exitCode, string? message = null)
    {
        lock (RegistryLock)
        {
            Actions.ForEach(action => action());
        }

        if (message is not null)
        {
            Console.Out.WriteLine(message);
        }

        Console.Out.Flush();
        Console.Error.Flush();
        if (OperatingSystem.IsWindows())
        {
            TerminateProcess(GetCurrentProcess(), (uint)exitCode);
        }
        else
        {
            ExitUnix(exitCode);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void ExitUnix(int status);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetCurrentProcess();

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);

    private sealed class Registration(Action action) : IDisposable
    {
        public void Dispose()
        {
            lock (RegistryLock)
            {
                Actions.Remove(action);
            }
        }
    }
}
