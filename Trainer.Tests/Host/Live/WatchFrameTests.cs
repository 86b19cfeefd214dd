using Spectre.Console;
using Trainer.Host.Live;
using Trainer.Host.Live.Watch;
using Xunit;

namespace Trainer.Tests.Host.Live;

public sealed class WatchFrameTests
{
    [Theory]
    [InlineData(60, 20)]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    public void Render_AnySize_FitsAndShowsEverything(int width, int height)
    {
        string[] lines = Lines(Runs.Snapshot(), width, height);

        Assert.InRange(lines.Length, height - 4, height);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        string text = string.Join('\n', lines);
        foreach (string part in new[]
        {
            "20260101-12", "epoch 3/75, step 12/32", "1:23, 1:02:05 left", "loss 2.2500", "accuracy 0.2500", "val_loss", "val_accuracy",
            "read", "parse", "augment", "batch", "prefetch", "75 %", "192", "data wait  37 %", "input-bound by parse: the trainer waited 37",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Equal(width >= 100, text.Contains("starved", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_BeforeTheFirstStep_ShowsAnEmptyRun()
    {
        LiveSnapshot run = Runs.Snapshot() with { Phase = LivePhase.Starting, Epoch = 0, Step = 0, Logs = [], History = [], Left = null, Trainer = new() };

        Assert.Contains("epoch 0/75, starting", string.Join('\n', Lines(run, 80, 24)), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_TooSmall_SaysWhatIsNeeded() => Assert.Equal(
        "The terminal is 40×10; 60×20 are needed.\nThe training goes on.", string.Join('\n', Lines(Runs.Snapshot(), 40, 10)));

    private static string[] Lines(LiveSnapshot run, int width, int height) =>
        [.. WatchFrame.Render(run, width, height, ColorSystemSupport.NoColors).TrimEnd().Split('\n').Select(line => line.TrimEnd())];
}
