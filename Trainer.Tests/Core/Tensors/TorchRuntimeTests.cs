using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Tensors;

[Collection(TorchCollection.Name)]
public sealed class TorchRuntimeTests
{
    [Fact]
    public void Load_Again_DoesNothing()
    {
        TorchRuntime.Load();
        TorchRuntime.Load();
    }

    [Fact]
    public void Configure_AgainWithTheSameCountOrNone_ReturnsTheCountInForce()
    {
        Assert.Equal(1, TorchRuntime.Configure(1));
        Assert.Equal(1, TorchRuntime.Configure());
        Assert.Equal(1, TorchThread.Run(get_num_threads));
    }

    [Fact]
    public void Configure_AgainWithAnotherCount_ThrowsAndChangesNothing()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => TorchRuntime.Configure(3));

        Assert.Equal("Torch was set to 1 threads before; it cannot be set to 3 in the same process.", e.Message);
        Assert.Equal(1, TorchThread.Run(get_num_threads));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Configure_LessThanOneThread_Throws(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(threads), () => TorchRuntime.Configure(threads));
}
