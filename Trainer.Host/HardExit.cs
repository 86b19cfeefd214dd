using System.Runtime.InteropServices;

namespace Trainer.Host;

/// <summary>Ends the process at once.</summary>
/// <remarks>
/// <see cref="Environment.Exit"/> runs the destructors of native libraries first; those of libtorch, while its threads are at work, end in
/// a crash and with its exit code.
/// </remarks>
internal static partial class HardExit
{
    /// <summary>Ends it, with all of its threads; nothing is cleaned up but the console's output.</summary>
    /// <param name="exitCode">An <see cref="ExitCode"/>.</param>
    public static void Now(int exitCode)
    {
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
}
