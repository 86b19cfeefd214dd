using System.Runtime.InteropServices;

namespace Trainer.Core.Tensors;

/// <summary>How the threads of an operation wait for one another: they look for a moment, and then sleep.</summary>
/// <remarks>
/// Left to itself, GNU's OpenMP looks for some milliseconds before it sleeps. Where other work is on the cores, and so
/// in containers with a quota and on build machines, the thread that waits keeps the one that is waited for from its
/// core, and a step takes several times as long. The library reads its variables once, when it is loaded, and from the
/// process's own environment, which .NET's does not change. Source: the manual of GNU libgomp, "GOMP_SPINCOUNT".
/// </remarks>
internal static partial class OpenMpWaiting
{
    /// <summary>How often a thread looks before it sleeps: a few microseconds.</summary>
    public const string Looks = "1000";

    private const string SpinCount = "GOMP_SPINCOUNT";
    private static readonly string[] UsersOwn = [SpinCount, "OMP_WAIT_POLICY"];

    /// <summary>Decides it, before libtorch is loaded, unless the user has.</summary>
    /// <returns>Whether it was decided here.</returns>
    public static bool TryShorten()
    {
        // libgomp is Linux'; the OpenMP of the other systems sleeps after a time of its own.
        if (!OperatingSystem.IsLinux() || UsersOwn.Any(name => Environment.GetEnvironmentVariable(name) is not null))
        {
            return false;
        }

        return SetEnvironment(SpinCount, Looks, overwrite: 0) == 0;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
