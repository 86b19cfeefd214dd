using System.Text.Json;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary>The measurements of <c>profile</c>, and files of settings such as a sweep leaves, through the program, on small pictures.</summary>
[Trait("Speed", "Slow")]
public sealed class ProfileRunTests : IDisposable
{
    private static readonly string[] Small = ["--training", "training.csv", "--Data:Height", "16", "--Data:Width", "16", "--batch-size", "8"];
    private static readonly string[] Short = ["--rounds", "1", "--seconds", "0.05"];

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Sweep_OfTwoSettings_LeavesTheCheaperForTraining()
    {
        await DrawAsync();
        HostResult sweep = await RunAsync("profile", [.. Small, .. Short, "--sweep", "ParseWorkers=2;ChunkSize=3,5;MaxQueueSize=4", "--output", "sweep"]);

        Assert.Equal((string.Empty, 0), (sweep.Error, sweep.ExitCode));
        Assert.StartsWith("2 settings, 1 round of 0.05 s each after one to warm up: ", sweep.Output, StringComparison.Ordinal);
        Assert.Contains("parse 2, augment 1, chunk 3, queue 4", sweep.Output, StringComparison.Ordinal);
        Assert.Contains("parse 2, augment 1, chunk 5, queue 4", sweep.Output, StringComparison.Ordinal);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await File.ReadAllBytesAsync(_directory.File("sweep/sweep.png"), Patience))[..4]);
        JsonElement chosen = (await ReadAsync("sweep/settings.json")).GetProperty("Pipeline");
        Assert.Contains(chosen.GetProperty("ChunkSize").GetInt32(), new[] { 3, 5 });

        // What stands beside the file wins over it.
        HostResult training = await RunAsync(
            "train", [.. Small, "--testing", "training.csv", "--epochs", "1", "--settings", "sweep/settings.json", "--Pipeline:MaxQueueSize", "6", "--output", "run"]);

        Assert.Equal((string.Empty, 0), (training.Error, training.ExitCode));
        JsonElement used = (await ReadAsync("run/config.json")).GetProperty("Pipeline");
        Assert.Equal(2, chosen.GetProperty("ParseWorkers").GetInt32());
        foreach (string key in new[] { "ParseWorkers", "AugmentWorkers", "ChunkSize" })
        {
            Assert.Equal(chosen.GetProperty(key).GetInt32(), used.GetProperty(key).GetInt32());
        }

        Assert.Equal((4, 6), (chosen.GetProperty("MaxQueueSize").GetInt32(), used.GetProperty("MaxQueueSize").GetInt32()));
    }

    [Fact]
    public async Task Headroom_OfASmallNetwork_ComparesWithABatchInMemory()
    {
        await DrawAsync();
        HostResult result = await RunAsync("profile", [.. Small, .. Short, "--headroom"]);

        Assert.Equal((string.Empty, 0), (result.Error, result.ExitCode));
        string[] lines = result.Output.Trim().Split('\n');
        Assert.Equal("1 round of 0.05 s each, on a held batch and from the pipeline, after one to warm up.", lines[0]);
        Assert.Matches(@"^The model alone, on one batch in memory: \d+\.\d images/s \(\d+\.\d to \d+\.\d\)\.$", lines[1]);
        Assert.Matches(@"^From the pipeline: \d+\.\d images/s \(\d+\.\d to \d+\.\d\)\.$", lines[2]);
        Assert.Matches(@"^\d+\.\d % of the ceiling is reached \(\d+\.\d to \d+\.\d by rounds\); [\d.]+ ?% of the batches were ready\.$", lines[3]);
        Assert.False(Directory.Exists(_directory.File("runs")));
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("profile --headroom")]
    [InlineData("profile --sweep ChunkSize=8,16")]
    [InlineData("lr-find")]
    [InlineData("digest --batches 1")]
    public async Task Run_MemoryBudgetTooSmall_DoesNotBegin(string verb)
    {
        await DrawAsync();
        string[] words = verb.Split(' ');
        HostResult result = await RunAsync(
            words[0], [.. words[1..], .. Small, "--Pipeline:MemoryBudgetMegabytes", "3", "--Pipeline:MaxQueueSize", "1000"]);

        Assert.Equal((string.Empty, 2), (result.Output, result.ExitCode));
        Assert.Contains("Pipeline:MemoryBudgetMegabytes is 3", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory.File("runs")));
    }

    [Fact]
    public async Task Compare_TwoProfiles_TakesAFolderAndAFile()
    {
        await DrawAsync();
        await RunAsync("profile", [.. Small, "--epochs", "2", "--output", "first"]);
        await RunAsync("profile", [.. Small, "--epochs", "2", "--output", "second"]);
        HostResult result = await RunAsync("profile", ["--compare", "first", "second/profile.json"]);

        Assert.Equal((string.Empty, 0), (result.Error, result.ExitCode));
        string[] lines = result.Output.Trim().Split('\n');
        Assert.Matches("^ *A +B +change +noise$", lines[0]);
        Assert.StartsWith("images/s  ", lines[1], StringComparison.Ordinal);
        Assert.Equal($"A: {await VerdictAsync("first")}", lines[^2]);
        Assert.Equal($"B: {await VerdictAsync("second")}", lines[^1]);
    }

    [Fact]
    public async Task Compare_WhatIsNoProfile_IsRefused()
    {
        await File.WriteAllTextAsync(_directory.File("a.json"), "{}", Patience);

        HostResult other = await RunAsync("profile", ["--compare", "a.json", "a.json"]);
        HostResult missing = await RunAsync("profile", ["--compare", "a.json", "nowhere.json"]);
        HostResult two = await RunAsync("profile", ["--headroom", "--compare", "a.json", "a.json"]);

        Assert.Equal((2, 2, 2), (other.ExitCode, missing.ExitCode, two.ExitCode));
        Assert.StartsWith("a.json is not a profile: ", other.Error, StringComparison.Ordinal);
        Assert.Equal("--headroom and --compare are different measurements; ask for one.\n", two.Error);
    }

    [Fact]
    public async Task Settings_MissingOrWithAnUnknownKey_AreRefused()
    {
        await File.WriteAllTextAsync(_directory.File("typo.json"), """{ "Pipeline": { "ChunkSzie": 3 } }""", Patience);

        HostResult missing = await RunAsync("train", ["--settings", "missing.json"]);
        HostResult unknown = await RunAsync("train", ["--settings", "typo.json"]);

        Assert.Equal((2, "--settings is 'missing.json', and there is no such file.\n"), (missing.ExitCode, missing.Error));
        Assert.Equal((2, "typo.json: there is no setting 'Pipeline:ChunkSzie'. Did you mean 'Pipeline:ChunkSize'?\n"), (unknown.ExitCode, unknown.Error));
        Assert.Equal(["typo.json"], Directory.GetFileSystemEntries(_directory.Path).Select(Path.GetFileName));
    }

    private async Task<string?> VerdictAsync(string folder) => (await ReadAsync($"{folder}/profile.json")).GetProperty("verdict").GetProperty("sentence").GetString();

    private async Task<JsonElement> ReadAsync(string name)
    {
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllTextAsync(_directory.File(name), Patience));
        return document.RootElement.Clone();
    }

    private Task<HostResult> RunAsync(string verb, string[] arguments) => HostProcess.RunAsync(_directory.Path, null, [verb, .. arguments]);

    private async Task DrawAsync() => Assert.Equal(0, (await RunAsync("sample-data", ["training.csv", "--count", "40", "--side", "16"])).ExitCode);
}
