using System.Diagnostics;
using System.Globalization;
using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary>The real program, killed at any moment, goes on as if nothing had happened.</summary>
[Collection(TorchCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class ResumeRunTests
{
    private const int Kills = 22;
    private const int KillsWhileWriting = 6;
    private const int Seed = 20260101;
    private const string Checkpoint = "killed/checkpoint.safetensors";
    private const string Aside = Checkpoint + ".tmp";
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(1200);

    // Dropout, momentum and validation are on by default; a checkpoint every third step of five.
    private static readonly string[] Settings =
    [
        "--training", "training.csv", "--testing", "testing.csv", "--Data:Height", "8", "--Data:Width", "8", "--batch-size", "16", "--epochs", "150",
        "--Torch:Threads", "1", "--Checkpoint:EverySteps", "3",
    ];

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Train_KilledManyTimes_EndsWithTheWeightsOfARunNeverKilled()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no SIGKILL.");
        }

        using var directory = new TemporaryDirectory();
        await DrawAsync(directory);
        Assert.Equal(0, (await HostProcess.RunAsync(directory.Path, null, [.. Settings, "--output", "whole"])).ExitCode);

        var random = new Random(Seed);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}");
        int resumed = 0;
        int inMidEpoch = 0;
        int beforeRename = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            bool writing = kill % (Kills / KillsWhileWriting) == 1 && File.Exists(directory.File(Checkpoint));
            string where = await KillAsync(directory, writing, TimeSpan.FromMilliseconds(random.NextDouble() * LongestLife.TotalMilliseconds));
            beforeRename += writing && File.Exists(directory.File(Aside)) ? 1 : 0;
            RequireWholeFiles(directory);
            (int Epoch, int Step, bool InEpoch)? position = ReadPosition(directory);
            resumed += position is null ? 0 : 1;
            inMidEpoch += position is { InEpoch: true, Step: < 5 } ? 1 : 0;
            TestContext.Current.TestOutputHelper!.WriteLine($"kill {kill + 1} {where} ({(File.Exists(directory.File(Aside)) ? $"{new FileInfo(directory.File(Aside)).Length} bytes written" : "renamed")}); goes on at {position?.ToString() ?? "the beginning"}");
        }

        Assert.True(resumed >= 15, $"Only {resumed} of {Kills} kills left a checkpoint.");
        Assert.True(inMidEpoch >= 5, $"Only {inMidEpoch} checkpoints were in the middle of an epoch.");
        Assert.True(beforeRename >= 2, $"Only {beforeRename} kills came before a new checkpoint was renamed.");
        HostResult end = await HostProcess.RunAsync(directory.Path, null, "train", "--resume", "killed");
        Assert.Equal(string.Empty, end.Error);
        Assert.Equal(0, end.ExitCode);
        foreach (string file in new[] { "weights.safetensors", "history.csv" })
        {
            Assert.Equal(await File.ReadAllBytesAsync(directory.File($"whole/{file}"), Patience), await File.ReadAllBytesAsync(directory.File($"killed/{file}"), Patience));
        }

        Assert.Equal(Enumerable.Range(1, 150).Select(epoch => $"{epoch}"), File.ReadLines(directory.File("killed/history.csv")).Skip(1).Select(line => line.Split(',')[0]));
        Assert.False(File.Exists(directory.File(Checkpoint)));
    }

    [Fact]
    public async Task Resume_OtherSettingsOrData_IsRefusedAndNamesThem()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no kill -INT to send to a process.");
        }

        using var directory = new TemporaryDirectory();
        await DrawAsync(directory);
        await InterruptAsync(directory);

        HostResult refused = await HostProcess.RunAsync(
            directory.Path, null, "train", "--resume", "killed", "--batch-size", "8", "--testing", "training.csv", "--Pipeline:ParseWorkers", "2");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Training:BatchSize was 16 and is 8.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("The testing data had ", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ParseWorkers", refused.Error, StringComparison.Ordinal);

        // Other files with the same content are the same data.
        File.Move(directory.File("testing.csv"), directory.File("moved.csv"));
        HostResult end = await HostProcess.RunAsync(
            directory.Path, null, "train", "--resume", "killed", "--testing", "moved.csv", "--Training:LabelSmoothing", "0.1", "--resume-anyway");
        Assert.Equal(string.Empty, end.Error);
        Assert.Contains("Going on although something has changed:\nTraining:LabelSmoothing was 0 and is 0.1.\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(0, end.ExitCode);

        HostResult again = await HostProcess.RunAsync(directory.Path, null, "train", "--resume", "killed");
        Assert.Equal("The run in 'killed' has ended; there is nothing to resume.", again.Error.Trim());
    }

    /// <summary>Ctrl-C once: a checkpoint, a report marked as interrupted, exit code 130.</summary>
    private static async Task InterruptAsync(TemporaryDirectory directory)
    {
        using Process process = HostProcess.Start(directory.Path, null, [.. Settings, "--output", "killed"]);
        await ReadUntilAsync(process, "Epoch 3/");
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.StandardOutput.ReadToEndAsync(Patience);
        await process.WaitForExitAsync(Patience);
        Assert.Equal(130, process.ExitCode);
        Assert.True(File.Exists(directory.File(Checkpoint)));
    }

    /// <summary>Starts the run, or goes on with it, and kills it: some time after its first epoch, or as soon as it writes a checkpoint.</summary>
    private static async Task<string> KillAsync(TemporaryDirectory directory, bool writing, TimeSpan life)
    {
        string[] arguments = File.Exists(directory.File("killed/config.json")) ? ["train", "--resume", "killed"] : [.. Settings, "--output", "killed"];
        using Process process = HostProcess.Start(directory.Path, null, arguments);
        await ReadUntilAsync(process, "Epoch ");
        if (writing)
        {
            await KillAtWriteAsync(process, directory);
        }
        else
        {
            await Task.Delay(life, Patience);
            process.Kill();
        }

        await process.WaitForExitAsync(Patience);
        return writing ? "while a checkpoint was written" : string.Create(CultureInfo.InvariantCulture, $"after {life.TotalMilliseconds:F0} ms of training");
    }

    /// <summary>Kills the run as soon as a new checkpoint is about as long as the last one: mostly while it is still beside that one.</summary>
    private static async Task KillAtWriteAsync(Process process, TemporaryDirectory directory)
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(directory.File("killed"), Path.GetFileName(Aside));
        long whole = new FileInfo(directory.File(Checkpoint)).Length;
        watcher.Changed += (_, e) =>
        {
            if (new FileInfo(e.FullPath) is { Exists: true } file && file.Length > whole * 0.99)
            {
                process.Kill();
                killed.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        await killed.Task.WaitAsync(TimeSpan.FromMinutes(1), Patience);
    }

    private static async Task ReadUntilAsync(Process process, string start)
    {
        while (await process.StandardOutput.ReadLineAsync(Patience) is { } line && !line.StartsWith(start, StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Where the next process will go on, read from the checkpoint, which checks it whole.</summary>
    private static (int Epoch, int Step, bool InEpoch)? ReadPosition(TemporaryDirectory directory)
    {
        string path = directory.File(Checkpoint);
        return !File.Exists(path) ? null : TorchThread.Run(() =>
        {
            using StateDictionary state = CheckpointFile.Read(path);
            return FitState.Position(state);
        });
    }

    private static void RequireWholeFiles(TemporaryDirectory directory)
    {
        string history = directory.File("killed/history.csv");
        if (File.Exists(history))
        {
            string[] lines = File.ReadAllText(history).Split('\n');
            Assert.Equal(string.Empty, lines[^1]);
            Assert.All(lines[..^1], line => Assert.Equal(lines[0].Split(',').Length, line.Split(',').Length));
            Assert.Equal(Enumerable.Range(1, lines.Length - 2).Select(epoch => $"{epoch}"), lines[1..^1].Select(line => line.Split(',')[0]));
        }
    }

    private static async Task DrawAsync(TemporaryDirectory directory)
    {
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "training.csv", "--count", "70", "--side", "8", "--classes", "4");
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "testing.csv", "--count", "20", "--side", "8", "--classes", "4", "--first-sample", "70");
    }
}
