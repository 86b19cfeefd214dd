using Trainer.Augment.Images;
using Trainer.Core.Checkpoints;
using Trainer.Core.Models;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

/// <summary>Run folders that an earlier version left.</summary>
[Collection(TorchCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class OlderRunTests
{
    [Fact]
    public async Task Evaluate_WeightsInTorchSharpsFormatAlone_SaysHowTheyAreRead()
    {
        using var directory = new TemporaryDirectory();
        await HostProcess.RunAsync(
            directory.Path, null, "sample-data", "a.csv", "--count", "20", "--side", "8", "--classes", "4");
        await HostProcess.RunAsync(
            directory.Path,
            null,
            ["train", "--training", "a.csv", "--testing", "a.csv", "--Data:Height", "8", "--Data:Width", "8", "--epochs", "1", "--output", "run"]);
        HostResult expected = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run");
        TorchTest.Run(() =>
        {
            using var network = new MiniVggNet(new ImageShape(8, 8, 3), classes: 4);
            WeightFiles.Load(network, directory.File("run/weights.safetensors"));
            WeightFiles.Save(network, directory.File("run/weights.dat"));
        });
        File.Delete(directory.File("run/weights.safetensors"));

        HostResult refused = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run");
        HostResult named = await HostProcess.RunAsync(directory.Path, null, "evaluate", "run", "--weights", "weights.dat");

        Assert.Equal(2, refused.ExitCode);
        Assert.Equal(
            "'run' is not the folder of a finished run: there is no weights.safetensors in it. "
                + "Earlier versions wrote weights.dat, which is there: add --weights weights.dat.\n",
            refused.Error);
        Assert.StartsWith("20 images of a.csv - loss: ", named.Output, StringComparison.Ordinal);
        Assert.Equal(expected.Output, named.Output);
    }
}
