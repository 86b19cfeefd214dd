using Trainer.Core.Tensors;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Support;

[Collection(TorchCollection.Name)]
public sealed class TorchCollectionTests
{
    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public void EachTest_InTheCollection_StartsFromTheSameSeed(string test) => TorchTest.Run(() =>
    {
        double[] drawn = rand(4).Values();
        DefaultGenerator.Seed(1);

        Assert.Equal(rand(4).Values(), drawn);
        Assert.NotEmpty(test);
    });

    [Fact]
    public void Operations_InTheCollection_HaveOneThread() => Assert.Equal(1, TorchThread.Run(get_num_threads));
}
