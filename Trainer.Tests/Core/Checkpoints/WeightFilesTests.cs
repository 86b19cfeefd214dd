using Trainer.Augment.Images;
using Trainer.Core.Checkpoints;
using Trainer.Core.Models;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Checkpoints;

[Collection(TorchCollection.Name)]
public sealed class WeightFilesTests
{
    private static readonly ImageShape Shape = new(8, 8, 3);

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("weights.dat")]
    public void Load_WhatWasSaved_GivesTheSameState(string name) => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        using var saved = new MiniVggNet(Shape, classes: 3);
        _ = saved.call(rand(4, 3, 8, 8));
        using var loaded = new MiniVggNet(Shape, classes: 3);

        WeightFiles.Save(saved, directory.File(name));
        WeightFiles.Load(loaded, directory.File(name));

        Dictionary<string, Tensor> expected = saved.state_dict();
        Assert.All(loaded.state_dict(), pair => Assert.Equal(expected[pair.Key].Values(), pair.Value.Values()));
        Assert.All(loaded.parameters(), parameter => Assert.True(parameter.requires_grad));
    });

    [Fact]
    public void Load_OtherNetwork_NamesWhatIsMissingAndWhatIsNot() => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("weights.safetensors");
        using Module<Tensor, Tensor> saved = Sequential(("dense", Linear(2, 2)));
        using Module<Tensor, Tensor> other = Sequential(("dense1", Linear(2, 2)));
        WeightFiles.Save(saved, path);

        SafeTensorsException e = Assert.Throws<SafeTensorsException>(() => WeightFiles.Load(other, path));

        Assert.Equal(
            $"{path}: the tensors are not those of the network. Missing: 'dense1.weight' and 1 more. Did you mean 'dense.weight'? "
            + "Unexpected: 'dense.weight' and 1 more. Did you mean 'dense1.weight'?",
            e.Message);
    });

    [Fact]
    public void Load_OtherNumberOfClasses_SaysWhichShapeIsNeeded() => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("weights.safetensors");
        using var saved = new MiniVggNet(Shape, classes: 3);
        using var other = new MiniVggNet(Shape, classes: 5);
        WeightFiles.Save(saved, path);

        SafeTensorsException e = Assert.Throws<SafeTensorsException>(() => WeightFiles.Load(other, path));

        Assert.Contains("'layers.logits.weight' has shape 3×512; 5×512 is needed.", e.Message, StringComparison.Ordinal);
    });
}
