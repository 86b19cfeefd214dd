using System.Diagnostics;

namespace Trainer.Tests.Support;

/// <summary>Runs the program as a user does: in a process and a working directory of its own, output redirected.</summary>
internal static class HostProcess
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    /// <summary>Runs it to its end.</summary>
    public static async Task<HostResult> RunAsync(string directory, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        using Process process = Start(directory, environment, args);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(Bound);
        await process.WaitForExitAsync(bound.Token);
        return new HostResult(process.ExitCode, await output, WithoutNnpack(await error));
    }

    /// <summary>
    /// Leaves out libtorch's own remark that it does without NNPACK, a library for the convolution of single images, which it makes on virtual
    /// machines that hide the sizes of their caches.
    /// </summary>
    private static string WithoutNnpack(string error) => string.Concat(
        error.Split('\n').Select(line => $"{line}\n").Where(line => !line.Contains("Could not initialize NNPACK", StringComparison.Ordinal)))[..^1];

    /// <summary>Starts it.</summary>
    public static Process Start(string directory, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Trainer.Host.dll"), .. args])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

/// <summary>What a run of the program left.</summary>
internal sealed record HostResult(int ExitCode, string Output, string Error);
