using System.Diagnostics;
using System.Text;
using Xunit;

namespace Trainer.Tests.Support;

/// <summary>Runs <c>dotnet</c> to its end: the SDK, or a program that it has built.</summary>
internal static class DotnetProcess
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    /// <summary>Runs it and returns what it printed; fails with that if it fails.</summary>
    /// <param name="directory">Where it works.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    /// <param name="onLine">Told each line of its output as it comes; null for nothing.</param>
    /// <param name="arguments">What stands behind <c>dotnet</c>.</param>
    public static async Task<string> RunAsync(
        string directory,
        IReadOnlyDictionary<string, string> environment,
        Action<Process, string>? onLine,
        params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        var output = new StringBuilder();
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {string.Join(' ', arguments)} took more than {Bound}:\n{output}");
        }

        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} failed:\n{output}");
        return output.ToString();

        void Append(string? line)
        {
            lock (output)
            {
                output.Append(line).Append('\n');
            }

            if (line is not null)
            {
                onLine?.Invoke(process, line);
            }
        }
    }
}
