using TorchSharp;
using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Tests.Support;

/// <summary>Runs the body of a test where Torch's work belongs.</summary>
internal static class TorchTest
{
    /// <summary>Runs the body on the Torch thread, and frees the tensors it has made.</summary>
    public static void Run(Action body) => TorchThread.Run(() =>
    {
        using DisposeScope scope = NewDisposeScope();
        body();
    });

    /// <summary>The elements of a tensor of any shape, row-major, as doubles.</summary>
    public static double[] Values(this Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] values = tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        GC.KeepAlive(tensor);
        return values;
    }
}
