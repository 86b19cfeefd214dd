using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary>The main job, end to end, on small pictures.</summary>
[Trait("Speed", "Slow")]
public sealed class TrainRunTests
{
    private static readonly string[] SmallPictures = ["--Data:Height", "16", "--Data:Width", "16"];

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Train_ThenEvaluateAndPredict_AgreeWithTheReport()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 70, first: 0);
        await DrawAsync(directory, "testing.csv", count: 41, first: 70);

        HostResult training = await HostProcess.RunAsync(
            directory.Path, null, [.. SmallPictures, "--training", "training.csv", "--testing", "testing.csv", "--epochs", "2", "--seed", "3", "--output", "run"]);
        Assert.Equal(string.Empty, training.Error);
        Assert.Equal(0, training.ExitCode);
        Assert.Contains("Epoch 2/2\n3/3 [==============================] - ", training.Output, StringComparison.Ordinal);
        foreach (string file in new[] { "config.json", "history.csv", "report.txt", "report.json", "confusion.csv", "plot.png", "weights.safetensors", "labels.txt" })
        {
            Assert.True(new FileInfo(directory.File($"run/{file}")).Length > 0, file);
        }

        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("run/report.json"), Patience));
        JsonElement figures = report.RootElement;
        Assert.Equal("completed", figures.GetProperty("status").GetString());
        Assert.Equal(41, figures.GetProperty("test_samples").GetInt32());
        Assert.Equal(70, figures.GetProperty("train_samples").GetInt32());
        Assert.Equal(2, figures.GetProperty("epochs").GetInt32());
        Assert.Equal(6, figures.GetProperty("steps").GetInt32());
        Assert.Equal(3, figures.GetProperty("seed").GetInt32());
        foreach (string name in new[] { "accuracy", "macro_f1", "weighted_f1", "test_loss", "images_per_second", "data_stall_fraction", "wall_seconds" })
        {
            Assert.Equal(JsonValueKind.Number, figures.GetProperty(name).ValueKind);
        }

        double accuracy = figures.GetProperty("accuracy").GetDouble();
        string[] confusion = await File.ReadAllLinesAsync(directory.File("run/confusion.csv"), Patience);
        Assert.Equal((int)Math.Round(41 * accuracy), confusion.Skip(1).Select((line, row) => int.Parse(line.Split(',')[row + 1], CultureInfo.InvariantCulture)).Sum());

        HostResult evaluation = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run");
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"41 images of testing.csv - loss: {figures.GetProperty("test_loss").GetDouble():F4} - accuracy: {accuracy:F4}"),
            evaluation.Output,
            StringComparison.Ordinal);

        HostResult prediction = await HostProcess.RunAsync(directory.Path, null, "predict", "run", "testing.csv");
        string[] lines = prediction.Output.Trim().Split('\n');
        string[] truth = [.. File.ReadLines(directory.File("testing.csv")).Select(line => line.Split(',')[0])];
        Assert.Equal("file,row,class,probability", lines[0]);
        Assert.Equal(41, lines.Length - 1);
        int right = lines.Skip(1).Where((line, row) => line.StartsWith($"testing.csv,{row + 1},{truth[row]},", StringComparison.Ordinal)).Count();
        Assert.Equal(accuracy, right / 41.0, 12);
    }

    [Fact]
    public async Task Evaluate_RunOfAnotherModel_MakesThatModelAgain()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 40, first: 0);
        HostResult training = await HostProcess.RunAsync(
            directory.Path, null, [.. SmallPictures, "--training", "training.csv", "--testing", "training.csv", "--epochs", "1", "--model", "resnet8", "--output", "run"]);
        Assert.StartsWith("Training resnet8 (", training.Output, StringComparison.Ordinal);

        HostResult evaluation = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run");

        Assert.StartsWith("40 images of training.csv - loss: ", evaluation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_InBFloat16_WarnsWhereItIsEmulatedAndEvaluatesInIt()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 40, first: 0);
        HostResult training = await HostProcess.RunAsync(
            directory.Path,
            null,
            [.. SmallPictures, "--training", "training.csv", "--testing", "training.csv", "--epochs", "1", "--Torch:Precision", "bfloat16", "--output", "run"]);
        HostResult evaluation = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run");

        Assert.Equal(string.Empty, training.Error);
        Assert.Equal(
            BFloat16Support.IsNative == false,
            training.Output.Contains("Torch:Precision is BFloat16, for which this processor has no instructions", StringComparison.Ordinal));
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("run/report.json"), Patience));
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"40 images of training.csv - loss: {report.RootElement.GetProperty("test_loss").GetDouble():F4} - "),
            evaluation.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_SameSeedOtherWorkers_LeavesTheSameWeights()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 40, first: 0);
        await DrawAsync(directory, "testing.csv", count: 20, first: 40);
        string[] common = [.. SmallPictures, "--training", "training.csv", "--testing", "testing.csv", "--epochs", "2", "--Torch:Threads", "1"];

        await HostProcess.RunAsync(directory.Path, null, [.. common, "--output", "a"]);
        await HostProcess.RunAsync(
            directory.Path, null, [.. common, "--output", "b", "--Pipeline:ParseWorkers", "3", "--Pipeline:AugmentWorkers", "5", "--Pipeline:ChunkSize", "3", "--Pipeline:MaxQueueSize", "1"]);

        Assert.Equal(await File.ReadAllBytesAsync(directory.File("a/weights.safetensors"), Patience), await File.ReadAllBytesAsync(directory.File("b/weights.safetensors"), Patience));
        Assert.Equal(await File.ReadAllTextAsync(directory.File("a/history.csv"), Patience), await File.ReadAllTextAsync(directory.File("b/history.csv"), Patience));
    }

    [Fact]
    public async Task Train_WorkersAndThreadsChosen_SaysWhyAndLeavesTheSameWeights()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 40, first: 0);
        await DrawAsync(directory, "testing.csv", count: 20, first: 40);
        string[] common = [.. SmallPictures, "--training", "training.csv", "--testing", "testing.csv", "--epochs", "3"];

        HostResult chosen = await HostProcess.RunAsync(
            directory.Path,
            null,
            [
                .. common, "--output", "a", "--Pipeline:Workers", "auto", "--Pipeline:CpuBudget", "3", "--Pipeline:MemoryBudgetMegabytes", "100",
                "--Torch:Threads", "auto",
            ]);
        using JsonDocument config = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("a/config.json"), Patience));
        int threads = config.RootElement.GetProperty("Torch").GetProperty("Threads").GetInt32();
        await HostProcess.RunAsync(
            directory.Path, null, [.. common, "--output", "b", "--Torch:Threads", threads.ToString(CultureInfo.InvariantCulture)]);

        Assert.Equal(string.Empty, chosen.Error);
        Assert.Equal(Math.Max(Environment.ProcessorCount - 3, 1), threads);
        Assert.Contains("Workers after epoch 1: parse 1, augment 1", chosen.Output, StringComparison.Ordinal);
        Assert.Equal("auto", config.RootElement.GetProperty("Pipeline").GetProperty("Workers").GetString());
        Assert.Equal(await File.ReadAllBytesAsync(directory.File("a/weights.safetensors"), Patience), await File.ReadAllBytesAsync(directory.File("b/weights.safetensors"), Patience));
    }

    [Fact]
    public async Task Train_MemoryBudgetTooSmall_DoesNotBegin()
    {
        string error = await RefuseAsync("--Pipeline:MemoryBudgetMegabytes", "1");

        Assert.StartsWith("Pipeline:MemoryBudgetMegabytes is 1; the buffers take ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WeightOfAClassThatThereIsNot_DoesNotBegin()
    {
        string error = await RefuseAsync("--Training:ClassWeights", "cactus:2");

        Assert.Contains("'cactus'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_DashboardPortThatIsTaken_DoesNotBegin()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        string error = await RefuseAsync("--dashboard", $"{port}");

        Assert.StartsWith($"The dashboard cannot listen on 127.0.0.1, port {port}: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_OtherOptimizerScheduleAndAverage_RunsToTheEnd()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 40, first: 0);
        await DrawAsync(directory, "testing.csv", count: 20, first: 40);
        HostResult result = await HostProcess.RunAsync(
            directory.Path,
            null,
            [
                .. SmallPictures, "--training", "training.csv", "--testing", "testing.csv", "--epochs", "2", "--batch-size", "8", "--output", "run",
                "--Training:Optimizer", "AdamW", "--Training:Schedule", "Cosine", "--Training:WarmupEpochs", "1", "--Training:LabelSmoothing", "0.1",
                "--Training:GlobalClipNorm", "1", "--Training:AccumulateSteps", "2", "--Training:EmaMomentum", "0.9",
            ]);

        Assert.Equal(string.Empty, result.Error);
        Assert.Equal(0, result.ExitCode);
        using JsonDocument config = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("run/config.json"), Patience));
        JsonElement training = config.RootElement.GetProperty("Training");
        Assert.Equal("AdamW", training.GetProperty("Optimizer").GetString());
        Assert.Equal(0.001, training.GetProperty("LearningRate").GetDouble());
        Assert.Equal(0.004, training.GetProperty("WeightDecay").GetDouble());

        // What was tested at the end, the average, is what was saved.
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("run/report.json"), Patience));
        HostResult evaluation = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run");
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"loss: {report.RootElement.GetProperty("test_loss").GetDouble():F4}"), evaluation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_AllCallbacks_LeaveTheirFilesInTheRunFolder()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 40, first: 0);
        await DrawAsync(directory, "testing.csv", count: 20, first: 40);
        HostResult result = await HostProcess.RunAsync(
            directory.Path,
            null,
            [
                .. SmallPictures, "--training", "training.csv", "--testing", "testing.csv", "--epochs", "3", "--output", "run", "--Output:Verbose", "2",
                "--Training:Schedule", "Constant", "--Callbacks:LearningRates", "0:0.001,2:0.0005", "--Callbacks:SaveBest", "true", "--Callbacks:SaveEpochs", "2",
                "--Callbacks:EarlyStoppingPatience", "9", "--Callbacks:RestoreBestWeights", "true", "--Callbacks:PlateauPatience", "9",
                "--Callbacks:TerminateOnNaN", "true", "--Callbacks:CsvLog", "log.csv", "--Callbacks:TensorBoard", "true", "--Callbacks:HistogramEpochs", "1",
                "--Callbacks:ImageEpochs", "1",
            ]);

        Assert.Equal(string.Empty, result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Epoch 3/3\n2/2 - ", result.Output, StringComparison.Ordinal);
        foreach (string file in new[] { "best.safetensors", "weights-0002.safetensors", "log.csv" })
        {
            Assert.True(new FileInfo(directory.File($"run/{file}")).Length > 0, file);
        }

        string[] history = await File.ReadAllLinesAsync(directory.File("run/history.csv"), Patience);
        Assert.Equal("epoch,loss,accuracy,val_loss,val_accuracy,learning_rate", history[0]);
        Assert.Equal(["0.001", "0.001", "0.0005"], history[1..].Select(line => line.Split(',')[^1]));
        Assert.True(new FileInfo(Assert.Single(Directory.GetFiles(directory.File("run/tensorboard/train")))).Length > 5000);

        // The best weights were put back, and are what was saved at the end.
        Assert.Equal(await File.ReadAllBytesAsync(directory.File("run/best.safetensors"), Patience), await File.ReadAllBytesAsync(directory.File("run/weights.safetensors"), Patience));

        // A state in between is taken up by its name.
        HostResult last = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run");
        HostResult best = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run", "--weights", "best.safetensors");
        HostResult second = await HostProcess.RunAsync(directory.Path, null, "predict", "run", "testing.csv", "--weights", "run/weights-0002.safetensors");
        HostResult missing = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run", "--weights", "bets.safetensors");
        Assert.Equal(last.Output, best.Output);
        Assert.StartsWith("file,row,class,probability\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("--weights is 'bets.safetensors'; there is no such file, neither in 'run' nor here.", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LrFind_SmallData_SuggestsARateAndDrawsIt()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 40, first: 0);
        HostResult result = await HostProcess.RunAsync(
            directory.Path, null, ["lr-find", .. SmallPictures, "--training", "training.csv", "--steps", "12", "--to", "1", "--batch-size", "8", "--output", "run"]);

        Assert.Equal(string.Empty, result.Error);
        Assert.Contains("Suggestion: --Training:LearningRate ", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("learning_rate,loss,smoothed\n1E-06,", await File.ReadAllTextAsync(directory.File("run/lr-find.csv"), Patience), StringComparison.Ordinal);
        Assert.True(new FileInfo(directory.File("run/lr-find.png")).Length > 1000);
    }

    [Fact]
    public async Task Train_KerasRecipe_CountsStepsAsTheTutorial()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 70, first: 0);
        await DrawAsync(directory, "testing.csv", count: 40, first: 70);
        HostResult result = await HostProcess.RunAsync(
            directory.Path, null, [.. SmallPictures, "--recipe", "keras", "--training", "training.csv", "--testing", "testing.csv", "--epochs", "1", "--output", "run"]);

        Assert.Contains("2/2 [==============================] - ", result.Output, StringComparison.Ordinal);
        using JsonDocument config = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("run/config.json"), Patience));
        JsonElement pipeline = config.RootElement.GetProperty("Pipeline");
        Assert.Equal(2, pipeline.GetProperty("StepsPerEpoch").GetInt32());
        Assert.Equal(1, pipeline.GetProperty("ValidationSteps").GetInt32());
        Assert.Equal("None", pipeline.GetProperty("Shuffle").GetString());
    }

    [Fact]
    public async Task Train_Interrupted_SavesWhatWasLearntAndEndsWith130()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no kill -INT to send to a process.");
        }

        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 70, first: 0);
        await DrawAsync(directory, "testing.csv", count: 20, first: 70);

        // With one thread: on busy cores two wait for each other, and a step can take the two seconds after which it is abandoned.
        using Process process = HostProcess.Start(
            directory.Path,
            null,
            [.. SmallPictures, "--training", "training.csv", "--testing", "testing.csv", "--epochs", "100000", "--output", "run", "--Torch:Threads", "1"]);
        Task<string> error = process.StandardError.ReadToEndAsync(Patience);
        while (await process.StandardOutput.ReadLineAsync(Patience) is { } line && !line.StartsWith("Epoch 3/", StringComparison.Ordinal))
        {
        }

        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        string rest = await process.StandardOutput.ReadToEndAsync(Patience);
        await process.WaitForExitAsync(Patience);

        Assert.Equal(130, process.ExitCode);
        Assert.Equal(string.Empty, await error);
        Assert.Contains("Interrupted; what was learnt so far is in run", rest, StringComparison.Ordinal);
        Assert.True(File.Exists(directory.File("run/weights.safetensors")));
        Assert.True(File.ReadLines(directory.File("run/history.csv")).Count() >= 3);
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("run/report.json"), Patience));
        Assert.Equal("interrupted", report.RootElement.GetProperty("status").GetString());
    }

    /// <summary>Begins a training that has to be refused before there is a run folder.</summary>
    /// <returns>What it says.</returns>
    private static async Task<string> RefuseAsync(string option, string value)
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory, "training.csv", count: 40, first: 0);
        HostResult result = await HostProcess.RunAsync(
            directory.Path,
            null,
            [.. SmallPictures, "--training", "training.csv", "--testing", "training.csv", "--epochs", "1", "--output", "run", option, value]);

        Assert.Equal(2, result.ExitCode);
        Assert.False(Directory.Exists(directory.File("run")));
        return result.Error;
    }

    private static async Task DrawAsync(TemporaryDirectory directory, string file, int count, int first)
    {
        HostResult result = await HostProcess.RunAsync(
            directory.Path, null, "sample-data", file, "--count", $"{count}", "--side", "16", "--first-sample", $"{first}");
        Assert.Equal(0, result.ExitCode);
    }
}
