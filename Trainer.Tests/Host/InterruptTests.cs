using System.Diagnostics;
using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary>Ctrl-C, once and twice, in the middle of a step that takes long; and a run that is started again.</summary>
[Collection(TorchCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class InterruptTests
{
    // Two steps over 450 images each, on one thread: seconds each on any machine.
    private static readonly string[] LongStep =
    [
        "--training", "training.csv", "--testing", "testing.csv", "--batch-size", "450", "--epochs", "2", "--Torch:Threads", "1",
        "--Checkpoint:EverySteps", "1", "--output", "run",
    ];

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CtrlC_StepOfSeconds_IsAbandonedAndTheLastCheckpointStands()
    {
        SkipWithoutSignals();
        using var directory = new TemporaryDirectory();
        using Process process = await StartLongStepAsync(directory);
        await InterruptAsync(process);
        string output = await process.StandardOutput.ReadToEndAsync(Patience);
        await process.WaitForExitAsync(Patience);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Interrupted in the middle of a long step; the last checkpoint stands in run", output, StringComparison.Ordinal);
        Assert.False(File.Exists(directory.File("run/weights.safetensors")));
        Assert.Equal((0, 1, true), TorchThread.Run(() =>
        {
            using StateDictionary state = CheckpointFile.Read(directory.File("run/checkpoint.safetensors"));
            return FitState.Position(state);
        }));
    }

    [Fact]
    public async Task CtrlC_Twice_EndsAtOnceWithoutAWord()
    {
        SkipWithoutSignals();
        using var directory = new TemporaryDirectory();
        using Process process = await StartLongStepAsync(directory);
        await InterruptAsync(process);

        // The second one may come before the first was seen, for signals of a kind do not queue: hence more than one.
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(100)))
        {
            await InterruptAsync(process);
        }

        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain("Interrupted", await process.StandardOutput.ReadToEndAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackupAndRestore_StartedAgain_GoesOnByItselfAndKeepsItsSkippedRows()
    {
        SkipWithoutSignals();
        using var directory = new TemporaryDirectory();
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "training.csv", "--count", "70", "--side", "8", "--classes", "4");
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "testing.csv", "--count", "20", "--side", "8", "--classes", "4", "--first-sample", "70");
        string[] lines = await File.ReadAllLinesAsync(directory.File("training.csv"), Patience);
        lines[11] = lines[11][..^8] + ",x";
        await File.WriteAllLinesAsync(directory.File("training.csv"), lines, Patience);
        string[] command =
        [
            "--training", "training.csv", "--testing", "testing.csv", "--Data:Height", "8", "--Data:Width", "8", "--batch-size", "16", "--epochs", "40",
            "--Data:BadRows", "Skip", "--Data:BadRowLimit", "5", "--output", "run", "--Callbacks:BackupAndRestore", "true", "--Checkpoint:EveryEpochs", "1",
            "--Training:Metrics", "f1_score, top_2_categorical_accuracy", "--Training:ValidationFrequency", "3", "--Training:ClassWeights", FirstLabel(lines) + ":2",
        ];
        using (Process process = HostProcess.Start(directory.Path, null, command))
        {
            await WaitForCheckpointAsync(directory, process);
            process.Kill();
            await process.WaitForExitAsync(Patience);
        }

        HostResult again = await HostProcess.RunAsync(directory.Path, null, command);

        Assert.Equal(string.Empty, again.Error);
        Assert.Contains("Going on with epoch ", again.Output, StringComparison.Ordinal);
        Assert.Contains("1 bad row was left out", again.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        string[] history = await File.ReadAllLinesAsync(directory.File("run/history.csv"), Patience);
        Assert.Equal(
            "epoch,loss,accuracy,f1_score,top_2_categorical_accuracy,val_loss,val_accuracy,val_f1_score,val_top_2_categorical_accuracy", history[0]);
        Assert.Equal(Enumerable.Range(1, 40).Select(epoch => $"{epoch}"), history[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(13, history[1..].Count(line => !line.EndsWith("NaN", StringComparison.Ordinal)));

        HostResult third = await HostProcess.RunAsync(directory.Path, null, command);
        Assert.Equal("Output:Folder is 'run', which holds another run; choose another folder, or delete that one.", third.Error.Trim());
    }

    private static string FirstLabel(string[] lines) => lines[0].Split(',')[0];

    private static void SkipWithoutSignals()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no kill -INT to send to a process.");
        }
    }

    private static async Task<Process> StartLongStepAsync(TemporaryDirectory directory)
    {
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "testing.csv", "--count", "30");
        string images = await File.ReadAllTextAsync(directory.File("testing.csv"), Patience);
        await File.WriteAllTextAsync(directory.File("training.csv"), string.Concat(Enumerable.Repeat(images, 30)), Patience);
        Process process = HostProcess.Start(directory.Path, null, LongStep);
        await WaitForCheckpointAsync(directory, process);

        // The second step, whose batch is ready, has begun when the process has computed for a while.
        TimeSpan before = process.TotalProcessorTime;
        while (process.TotalProcessorTime - before < TimeSpan.FromMilliseconds(300))
        {
            await Task.Delay(10, Patience);
            process.Refresh();
        }

        return process;
    }

    private static async Task WaitForCheckpointAsync(TemporaryDirectory directory, Process process)
    {
        while (!File.Exists(directory.File("run/checkpoint.safetensors")))
        {
            Assert.False(process.HasExited, "The run ended before its first checkpoint.");
            await Task.Delay(5, Patience);
        }
    }

    private static async Task InterruptAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(Patience);
    }
}
