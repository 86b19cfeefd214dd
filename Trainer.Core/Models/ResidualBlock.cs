using Trainer.Core.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>
/// Two 3×3 convolutions with batch normalisation, and the input added to what they give. With more outputs than inputs
/// the sides are halved, and the shortcut takes every second pixel and zeros for the channels that are new.
/// </summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers;
    private readonly long _newChannels;

    /// <summary>Makes the block.</summary>
    public ResidualBlock(long inputs, long outputs, NetworkPrecision precision = NetworkPrecision.Float32)
        : base(nameof(ResidualBlock))
    {
        _newChannels = outputs - inputs;
        _layers = Sequential(
            ("conv1", KerasDefaults.ResidualConvolution(inputs, outputs, stride: _newChannels > 0 ? 2 : 1, precision)),
            ("norm1", KerasDefaults.BatchNormOfImages(outputs)),
            ("relu1", ReLU()),
            ("conv2", KerasDefaults.ResidualConvolution(outputs, outputs, stride: 1, precision)),
            ("norm2", KerasDefaults.BatchNormOfImages(outputs)));
        register_module("layers", _layers);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor residual = _layers.call(input);
        using Tensor shortcut = Shortcut(input);
        using Tensor sum = residual.Plus(shortcut);
        return functional.relu(sum);
    }

    private Tensor Shortcut(Tensor input)
    {
        if (_newChannels == 0)
        {
            return input.alias();
        }

        using Tensor rows = input.slice(2, 0, input.shape[2], 2);
        using Tensor sampled = rows.slice(3, 0, input.shape[3], 2);
        long before = _newChannels / 2;
        return functional.pad(sampled, [0, 0, 0, 0, before, _newChannels - before]);
    }
}
