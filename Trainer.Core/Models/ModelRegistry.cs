using Trainer.Core.Text;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>Networks by name. A network of one's own is one line more:
/// <c>ModelRegistry.Default.Register("Mine", spec => new Mine(spec.Shape, spec.Classes))</c>.</summary>
/// <remarks>Names are compared without regard to case. Safe from any number of threads at once.</remarks>
public sealed class ModelRegistry
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Func<NetworkSpec, Module<Tensor, Tensor>>> _networks = new(
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The one that the program uses: MiniVggNet, LeNet, ResNet8, ResNet14 and ResNet20, and what was added since.
    /// </summary>
    public static ModelRegistry Default { get; } = new ModelRegistry()
        .Register(nameof(MiniVggNet), spec => new MiniVggNet(spec.Shape, spec.Classes, spec.Precision))
        .Register(nameof(LeNet), spec => new LeNet(spec.Shape, spec.Classes, spec.Precision))
        .Register("ResNet8", spec => new ResNet(spec.Shape, spec.Classes, blocks: 1, spec.Precision))
        .Register("ResNet14", spec => new ResNet(spec.Shape, spec.Classes, blocks: 2, spec.Precision))
        .Register("ResNet20", spec => new ResNet(spec.Shape, spec.Classes, blocks: 3, spec.Precision));

    /// <summary>All names, in the order of their registration.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _networks.Keys];
            }
        }
    }

    /// <summary>Adds a network, or puts another one in the place of one.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="make">
    /// Makes it: N×C×H×W float32 images to N×K logits, its initial values from Torch's global generator. Called on the
    /// thread that does Torch's work.
    /// </param>
    /// <returns>The registry itself.</returns>
    public ModelRegistry Register(string name, Func<NetworkSpec, Module<Tensor, Tensor>> make)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (_lock)
        {
            _networks[name] = make;
        }

        return this;
    }

    /// <summary>Whether there is a network of that name.</summary>
    /// <param name="name">Any name.</param>
    public bool Contains(string name)
    {
        lock (_lock)
        {
            return _networks.ContainsKey(name);
        }
    }

    /// <summary>Makes a network.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="spec">What data and settings ask of it.</param>
    /// <exception cref="ArgumentException">
    /// There is none of that name, it cannot take images of that shape, or it has no layers for that precision.
    /// </exception>
    public Module<Tensor, Tensor> Create(string name, NetworkSpec spec)
    {
        Func<NetworkSpec, Module<Tensor, Tensor>>? make;
        lock (_lock)
        {
            _networks.TryGetValue(name, out make);
        }

        Module<Tensor, Tensor> network = make?.Invoke(spec)
            ?? throw new ArgumentException(DescribeUnknown(name), nameof(name));
        if (spec.Precision == NetworkPrecision.BFloat16
            && !network.modules().Any(layer => layer is BFloat16Conv2d or BFloat16Linear))
        {
            network.Dispose();
            throw new ArgumentException(
                $"The network '{name}' has no layers that compute in bfloat16; make them with {nameof(KerasDefaults)} "
                    + $"and the spec's {nameof(NetworkSpec.Precision)}, or use {NetworkPrecision.Float32}.",
                nameof(spec));
        }

        return network;
    }

    /// <summary>The sentence for a name that does not exist, with the nearest one that does.</summary>
    /// <param name="name">The name.</param>
    internal string DescribeUnknown(string name) =>
        $"There is no network '{name}'.{NearestName.Question(name, Names)} Known are: {string.Join(", ", Names)}.";
}
