using SkiaSharp;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary><c>preview</c>, through the program.</summary>
[Trait("Speed", "Slow")]
public sealed class PreviewRunTests
{
    private static readonly string[] Common = ["--training", "a.csv", "--Data:Height", "16", "--Data:Width", "16", "--images", "2", "--versions", "3"];

    [Fact]
    public async Task Preview_MoreToSayOfEach_MakesRoomForIt()
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory);

        await HostProcess.RunAsync(directory.Path, null, ["preview", "plain.png", .. Common, "--Augment:Enabled", "false"]);
        HostResult all = await HostProcess.RunAsync(
            directory.Path, null, ["preview", "all.png", .. Common, "--Augment:Contrast", "0.3", "--Augment:Saturation", "0.3", "--Augment:Hue", "0.1", "--Augment:CutoutSize", "4"]);

        Assert.Equal("Drew 2 images with 3 versions each to all.png\n", all.Output);
        using SKBitmap plain = SKBitmap.Decode(directory.File("plain.png"));
        using SKBitmap sheet = SKBitmap.Decode(directory.File("all.png"));
        Assert.Equal(plain.Width, sheet.Width);

        // Of a picture as it is there are two lines: its class and its row.
        Assert.True(sheet.Height >= plain.Height + (2 * 4 * 13), $"{sheet.Height} against {plain.Height}");
    }

    [Theory]
    [InlineData("--Augment:MixupAlpha")]
    [InlineData("--Augment:CutMixAlpha")]
    public async Task Preview_MixesOfBatches_SaysThatTheyAreNotShown(string option)
    {
        using var directory = new TemporaryDirectory();
        await DrawAsync(directory);
        HostResult result = await HostProcess.RunAsync(directory.Path, null, ["preview", "sheet.png", .. Common, option, "0.2"]);

        Assert.Equal((string.Empty, 0), (result.Error, result.ExitCode));
        Assert.Equal(
            "Drew 2 images with 3 versions each to sheet.png\nAugment:MixupAlpha and Augment:CutMixAlpha mix the images of a batch; a sheet of single images does not show that.\n",
            result.Output);
    }

    private static async Task DrawAsync(TemporaryDirectory directory) =>
        await HostProcess.RunAsync(directory.Path, null, "sample-data", "a.csv", "--count", "8", "--side", "16");
}
