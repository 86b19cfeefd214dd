using TorchSharp;
using Trainer.Augment.Images;
using Trainer.Core.Models;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Support;

/// <summary>What this machine can compute in bfloat16: some processors give wrong results, which the library refuses.</summary>
internal static class BFloat16Machine
{
    private static readonly ImageShape Shape = new(16, 16, 3);

    /// <summary>Skips the test where the network is refused.</summary>
    public static void Require(string network)
    {
        string? refusal = Refusal(network);
        Assert.SkipWhen(refusal is not null, refusal ?? string.Empty);
    }

    /// <summary>Why the network is refused; null if it is not. On the Torch thread.</summary>
    public static string? Refusal(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = ModelRegistry.Default.Create(network, new NetworkSpec(Shape, 3, NetworkPrecision.BFloat16));
        try
        {
            foreach (bool training in new[] { true, false })
            {
                module.train(training);
                foreach (int samples in new[] { 1, 2, 4 })
                {
                    // A batch of one is nothing to normalise by.
                    if (samples > 1 || !training)
                    {
                        module.call(rand(samples, Shape.Channels, Shape.Height, Shape.Width));
                    }
                }
            }

            return null;
        }
        catch (PlatformNotSupportedException e)
        {
            return e.Message;
        }
    }
}
