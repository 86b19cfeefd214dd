using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary>Exit codes and error texts, each tried on the real program.</summary>
[Trait("Speed", "Slow")]
public sealed class CommandLineTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "--epoch 3", "There is no option '--epoch' for 'train'. Did you mean '--epochs'?" },
        { "trian", "There is no verb 'trian'. Did you mean 'train'?" },
        { "train stray", "'stray' has no meaning here" },
        { "--Training:Epohcs 3", "There is no option '--Training:Epohcs' for 'train'. Did you mean '--Training:Epochs'?" },
        { "--epochs", "--epochs" },
        { "--epochs many", "Training:Epochs is 'many'; it must be a whole number." },
        { "--epochs 0 --Training:Momentum 2", "Training:Epochs is 0; it must be at least 1." },
        { "--epochs 0 --Training:Momentum 2", "Training:Momentum is 2; it must be from 0 to below 1." },
        { "--training a.csv", "Data:Training is 'a.csv' and Data:Testing is not set" },
        { "--training a.csv --testing b.csv", "Data:Training is 'a.csv': there is no such file" },
        { "--recipe karas", "Training:Recipe is 'karas'; it can be default, keras or best. Did you mean 'keras'?" },
        { "--model ResNet18", "Model:Name is 'ResNet18'; it can be MiniVggNet, LeNet, ResNet8, ResNet14, ResNet20. Did you mean 'ResNet8'?" },
        { "summary --classes 0", "--classes is 0; it must be at least 1." },
        { "summary --model LeNet --classes 3 --Data:Height 8", "Model:Name is 'LeNet': LeNet needs images of at least 12×12 pixels; the shape is 8×64×3." },
        { "--Torch:Precision float16", "Torch:Precision is 'float16'; it can be Float32 or BFloat16. Did you mean 'BFloat16'?" },
        { "--device gpu", "Torch:Device is 'gpu'" },
        { "--Augment:ZoomRange 1,2,3", "Augment:ZoomRange is '1,2,3'" },
        { "--Augment:Backend Skia", "Augment:Backend is 'Skia'; it can be BuiltIn or ImageSharp." },
        { "--Augment:Backend ImageSharp --Augment:FillMode Wrap", "Augment:FillMode is Wrap; allowed is Nearest when ImageSharp does the geometry." },
        { "evaluate nowhere", "'nowhere' is not the folder of a finished run: there is no config.json in it." },
        { "predict nowhere a.png --top 0", "--top is 0; it must be at least 1." },
        { "predict nowhere a.png --format xml", "--format is 'xml'; it can be csv or jsonl." },
        { "inspect nowhere.csv", "FILE is 'nowhere.csv': there is no such file or folder" },
        { "sample-data x.csv --classes 99", "Classes is 99" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Run_WithBadArguments_EndsWithTwoAndSaysWhy(string arguments, string expected)
    {
        using var directory = new TemporaryDirectory();
        HostResult result = await HostProcess.RunAsync(directory.Path, null, arguments.Split(' '));

        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Run_SettingsFileWithUnknownKey_NamesFileAndKey()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("appsettings.json"), """{ "Training": { "Epcohs": 3 } }""", TestContext.Current.CancellationToken);
        HostResult result = await HostProcess.RunAsync(directory.Path, null, "train");

        Assert.Contains("appsettings.json: there is no setting 'Training:Epcohs'. Did you mean 'Training:Epochs'?", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Run_EnvironmentWithUnknownKey_NamesIt()
    {
        using var directory = new TemporaryDirectory();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TRAINER_HOME"] = "not a setting",
            ["TRAINER_Training__Epcohs"] = "3",
        };
        HostResult result = await HostProcess.RunAsync(directory.Path, environment, "train");

        Assert.Equal("environment: there is no setting 'Training:Epcohs'. Did you mean 'Training:Epochs'?", result.Error.Trim());
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Profile_SettingsFromEverySource_LaterOnesWin()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(
            directory.File("appsettings.json"),
            """{ "Training": { "BatchSize": 5, "Seed": 9, "Epochs": 2, "Momentum": 0.5 }, "Data": { "Height": 2, "Width": 2 } }""",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(directory.File("a.csv"), "cat,1,2,3,4,5,6,7,8,9,10,11,12\n", TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TRAINER_Training__BatchSize"] = "7",
            ["TRAINER_Training__Seed"] = "10",
        };
        HostResult result = await HostProcess.RunAsync(
            directory.Path, environment, "profile", "--training", "a.csv", "--seed", "11", "--output", "out");

        Assert.Equal(string.Empty, result.Error);
        using JsonDocument config = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("out/config.json"), TestContext.Current.CancellationToken));
        JsonElement training = config.RootElement.GetProperty("Training");
        Assert.Equal(7, training.GetProperty("BatchSize").GetInt32());
        Assert.Equal(11, training.GetProperty("Seed").GetInt32());
        Assert.Equal(2, training.GetProperty("Epochs").GetInt32());
        Assert.Equal(0.5, training.GetProperty("Momentum").GetDouble());
        Assert.Equal(0.01, training.GetProperty("LearningRate").GetDouble());

        using JsonDocument profile = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("out/profile.json"), TestContext.Current.CancellationToken));
        Assert.Equal(["read", "parse", "augment", "batch"], profile.RootElement.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()));
        Assert.All(profile.RootElement.GetProperty("stages").EnumerateArray(), stage => Assert.Equal(2, stage.GetProperty("items").GetInt32()));
    }

    [Fact]
    public async Task Profile_AgainstATrainerOfAGivenSpeed_LeavesVerdictPictureAndTrace()
    {
        using var directory = new TemporaryDirectory();
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "a.csv", "--count", "30", "--side", "16");
        HostResult result = await HostProcess.RunAsync(
            directory.Path, null, "profile", "--training", "a.csv", "--Data:Height", "16", "--Data:Width", "16", "--batch-size", "10", "--epochs", "2", "--consume", "400/s", "--trace", "trace.json", "--output", "out");

        Assert.Equal((string.Empty, 0), (result.Error, result.ExitCode));
        Assert.Contains("trainer: 6 steps of ", result.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^(compute|input)-bound", result.Output);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await File.ReadAllBytesAsync(directory.File("out/profile.png"), TestContext.Current.CancellationToken))[..4]);
        using JsonDocument profile = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("out/profile.json"), TestContext.Current.CancellationToken));
        Assert.Equal(60, profile.RootElement.GetProperty("trainer").GetProperty("images").GetInt32());
        double warmUp = profile.RootElement.GetProperty("warm_up_ms").GetDouble();
        Assert.True(warmUp > 0);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\nBefore that, {warmUp:F0} ms to warm up.\n"), result.Output, StringComparison.Ordinal);
        Assert.Contains(profile.RootElement.GetProperty("verdict").GetProperty("sentence").GetString()!, result.Output, StringComparison.Ordinal);
        using JsonDocument trace = JsonDocument.Parse(await File.ReadAllTextAsync(directory.File("trace.json"), TestContext.Current.CancellationToken));
        Assert.Equal(6, trace.RootElement.GetProperty("traceEvents").EnumerateArray().Count(span => span.GetProperty("name").ValueEquals("forward")));
        Assert.DoesNotContain("warm-up", trace.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_OtherWorkersAndAStart_PrintsTheSameLines()
    {
        using var directory = new TemporaryDirectory();
        string[] small = ["--training", "a.csv", "--Data:Height", "16", "--Data:Width", "16", "--batch-size", "8"];
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "a.csv", "--count", "30", "--side", "16");
        HostResult whole = await HostProcess.RunAsync(directory.Path, null, ["digest", .. small, "--batches", "9"]);
        HostResult other = await HostProcess.RunAsync(
            directory.Path, null, ["digest", .. small, "--batches", "4", "--from", "1:1", "--Pipeline:ParseWorkers", "4", "--Pipeline:AugmentWorkers", "2", "--Pipeline:ChunkSize", "3"]);

        string[] lines = whole.Output.Trim().Split('\n');
        Assert.StartsWith("# instruction set: ", lines[0], StringComparison.Ordinal);
        Assert.Matches("^0 0 [0-9a-f]{64}$", lines[1]);
        Assert.Equal(["0", "0", "0", "0", "1", "1", "1", "1", "2"], lines[1..].Select(line => line.Split(' ')[0]));
        Assert.Equal(lines[6..10], other.Output.Trim().Split('\n')[1..]);
    }

    [Fact]
    public async Task Summary_OfAModel_PrintsTheTable()
    {
        using var directory = new TemporaryDirectory();
        HostResult result = await HostProcess.RunAsync(directory.Path, null, "summary", "--model", "resnet20", "--classes", "10", "--Data:Height", "32", "--Data:Width", "32");

        Assert.Equal(string.Empty, result.Error);
        Assert.StartsWith("Model: \"ResNet\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("Trainable params: 269,722", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_FileWithABadRow_NamesItAndFails()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("a.csv"), "cat,1,2,3\ndog,4,256,6\n", TestContext.Current.CancellationToken);
        HostResult result = await HostProcess.RunAsync(directory.Path, null, "inspect", "a.csv");

        Assert.Contains("First error:  a.csv, row 2, column 3: '256' is not a whole number from 0 to 255.", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Train_FileWithABadRow_EndsWithOneSentence()
    {
        using var directory = new TemporaryDirectory();
        string good = string.Join(',', Enumerable.Repeat("7", 192));
        await File.WriteAllTextAsync(directory.File("a.csv"), $"cat,{good}\ndog,x{good[1..]}\n", TestContext.Current.CancellationToken);
        HostResult result = await HostProcess.RunAsync(
            directory.Path, null, "--training", "a.csv", "--testing", "a.csv", "--Data:Height", "8", "--Data:Width", "8", "--output", "out");

        Assert.Equal("Error: a.csv, row 2, column 2: 'x' is not a whole number from 0 to 255.", result.Error.Trim());
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Digest_FileThatNeverComes_NamesTheSettingToRaise()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no mkfifo to make a file that never comes.");
        }

        using var directory = new TemporaryDirectory();
        string folder = Directory.CreateDirectory(directory.File("pictures/cat")).FullName;
        using (Process mkfifo = Process.Start("mkfifo", [Path.Combine(folder, "a.png")]))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, mkfifo.ExitCode);
        }

        HostResult result = await HostProcess.RunAsync(
            directory.Path, null, "digest", "--training", "pictures", "--batches", "1", "--Pipeline:ParseWorkers", "1", "--Pipeline:StallTimeout", "00:00:02");

        Assert.StartsWith("Error: The pipeline over pictures delivered no batch for 2 s. In work: read: pictures, row 1. ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            "If a row may take so long, raise InputPipelineOptions.StallTimeout; the program's setting is Pipeline:StallTimeout.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }
}
