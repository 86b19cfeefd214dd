using Trainer.Augment.Images;
using Trainer.Core.Models;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Models;

[Collection(TorchCollection.Name)]
public sealed class ModelRegistryTests
{
    private static readonly NetworkSpec Spec = new(new ImageShape(12, 14, 1), 5);

    public static TheoryData<string> Names => [.. ModelRegistry.Default.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EachName_TakesItsImagesAndGivesALogitPerClass(string name) => TorchTest.Run(() =>
    {
        using Module<Tensor, Tensor> network = ModelRegistry.Default.Create(name, Spec);

        Tensor logits = network.call(rand(3, 1, 12, 14));
        logits.sum().backward();

        Assert.Equal([3, 5], logits.shape);
        Assert.All(network.parameters(), parameter => Assert.NotNull(parameter.grad));
    });

    [Fact]
    public void Register_OnesOwn_IsMadeFromTheSpec() => TorchTest.Run(() =>
    {
        ModelRegistry registry = new ModelRegistry().Register(
            "Mine", spec => Sequential(("flatten", Flatten()), ("logits", Linear(spec.Shape.Length, spec.Classes))));

        using Module<Tensor, Tensor> network = registry.Create("mine", Spec);

        Assert.Equal(["Mine"], registry.Names);
        Assert.Equal([2, 5], network.call(rand(2, 1, 12, 14)).shape);
    });

    [Fact]
    public void Create_UnknownName_NamesTheNearest()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => ModelRegistry.Default.Create("ResNet41", Spec));

        Assert.StartsWith(
            "There is no network 'ResNet41'. Did you mean 'ResNet14'? Known are: MiniVggNet, LeNet, ResNet8, ResNet14, ResNet20.", e.Message, StringComparison.Ordinal);
    }
}
