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
    /// Threads per operation; null for the number of cores, <c>auto</c> for those that the pipeline leaves. It changes the last
    /// bits of the weights.
    /// </summary>
    public AutoCount? Threads { get; set; }
}
