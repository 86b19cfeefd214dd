using Trainer.Core.Devices;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Devices;

/// <summary>The switches are libtorch's own, and can be set where there is no GPU.</summary>
[Collection(TorchCollection.Name)]
public sealed class CudaMathTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TuneConvolutions_SetsLibtorchsSwitch(bool tune)
    {
        Assert.True(CudaMath.TuneConvolutions(tune));
        Assert.Equal(tune, CudaMath.Get("benchmarkCuDNN"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RequireRepeatableConvolutions_SetsLibtorchsSwitch(bool repeatable)
    {
        Assert.True(CudaMath.RequireRepeatableConvolutions(repeatable));
        Assert.Equal(repeatable, CudaMath.Get("deterministicCuDNN"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AllowTensorFloat32_SetsBothSwitches(bool allow)
    {
        CudaMath.AllowTensorFloat32(allow);

        Assert.Equal(allow, TorchSharp.torch.backends.cuda.matmul.allow_tf32);
        Assert.Equal(allow, TorchSharp.torch.backends.cudnn.allow_tf32);
    }
}
