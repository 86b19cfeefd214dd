using Trainer.Host.Configuration;
using Trainer.Host.Sweeps;
using Xunit;

namespace Trainer.Tests.Host.Sweeps;

public sealed class SweepGridTests
{
    private static readonly PipelineSettings Present = new() { ParseWorkers = new AutoCount(3), AugmentWorkers = new AutoCount(4), ChunkSize = 5, MaxQueueSize = 6 };

    [Fact]
    public void Make_Lists_AreAllCombinationsAndTheRestStays() => Assert.Equal(
        [
            "parse 1, augment 4, chunk 8, queue 6",
            "parse 1, augment 4, chunk 16, queue 6",
            "parse 2, augment 4, chunk 8, queue 6",
            "parse 2, augment 4, chunk 16, queue 6",
        ],
        SweepGrid.Make("ParseWorkers=1,2,1; chunksize=8,16", Present, cores: 2).Select(setting => setting.ToString()));

    [Fact]
    public void Make_Threads_AreSwept() => Assert.Equal(
        ["parse 3, augment 4, chunk 5, queue 6, threads 1", "parse 3, augment 4, chunk 5, queue 6, threads 2"],
        SweepGrid.Make("Threads=1,2", Present, cores: 2).Select(setting => setting.ToString()));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(8, 11)]
    public void Make_Nothing_StaysWithinTheCores(int cores, int pairs)
    {
        IReadOnlyList<SweepSetting> grid = SweepGrid.Make(null, Present, cores);

        Assert.Equal(3 * pairs, grid.Count);
        Assert.All(grid, setting => Assert.InRange(setting.ParseWorkers + setting.AugmentWorkers, 2, Math.Max(cores, 2) + 1));
        Assert.Equal([8, 16, 32], grid.Select(setting => setting.ChunkSize).Distinct());
    }

    [Theory]
    [InlineData("ParseWorkers", "--sweep has 'ParseWorkers'; it must be lists such as")]
    [InlineData("ParseWorker=1", "Did you mean 'ParseWorkers'?")]
    [InlineData("ParseWorkers=0", "'0' is not a number of at least 1.")]
    [InlineData("ParseWorkers=1;ParseWorkers=2", "--sweep names ParseWorkers twice.")]
    [InlineData("ParseWorkers=1,2,3,4,5,6;AugmentWorkers=1,2,3,4,5,6;ChunkSize=1,2,3,4,5,6", "--sweep makes 216 settings; at most 200 are tried.")]
    [InlineData("ChunkSize=16,5000", "--sweep has a setting out of range: ChunkSize is 5000; it must be from 1 to 1024.")]
    [InlineData("AugmentWorkers=300", "--sweep has a setting out of range: AugmentWorkers is 300; it must be from 1 to 256.")]
    public void Make_OtherTexts_SayWhatIsWrong(string text, string message) => Assert.Contains(
        message, Assert.Throws<SettingsException>(() => SweepGrid.Make(text, Present, cores: 2)).Message, StringComparison.Ordinal);
}
