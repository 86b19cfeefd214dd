using Trainer.Core.Models;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Torch</c>: where and with how many threads the network works.</summary>
internal sealed class TorchSettings
{
    /// <summary><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, … or <c>mps</c>.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>In which numbers the network computes.</summary>
    public NetworkPrecision Precision { get; set; } = NetworkPrecision.Float32;

    /// <summary>
    /// Threads per operation; null for the number of cores, <c>auto</c> for those that the pipeline leaves. It changes
    /// the last bits of the weights.
    /// </summary>
    public AutoCount? Threads { get; set; }

    /// <summary>Batches that are copied to a GPU ahead of their steps.</summary>
    public int DevicePrefetch { get; set; } = 2;

    /// <summary>Whether a GPU may round the factors of float32 convolutions and products to TF32.</summary>
    public bool TensorFloat32 { get; set; } = true;

    /// <summary>Whether a GPU is to use only convolutions whose results can be repeated bit for bit.</summary>
    public bool Repeatable { get; set; } = true;

    /// <summary>Whether cuDNN tries its algorithms on the first convolution of each shape.</summary>
    public bool TuneConvolutions { get; set; }
}
