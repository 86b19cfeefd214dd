using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>A convolution that computes in bfloat16 and keeps its weights in float32. N×C×H×W to N×C×H×W, bfloat16.</summary>
/// <remarks>
/// The weights are rounded for each batch, and their gradients, which come back in bfloat16, are applied to the float32
/// values, so that small updates are not lost. Names and shapes of the weights are those of <c>Conv2d</c>.
/// </remarks>
public sealed class BFloat16Conv2d : Module<Tensor, Tensor>
{
    // TorchSharp looks for the fields by these names when it moves the layer to another device.
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[] _dilation;
    private readonly long _groups;

    /// <summary>Takes over the weights of a convolution, which is not to be used any more.</summary>
    /// <param name="layer">The convolution, padded with zeros by numbers.</param>
    /// <exception cref="ArgumentException">It is padded otherwise.</exception>
    public BFloat16Conv2d(Conv2d layer)
        : base(nameof(BFloat16Conv2d))
    {
        if (layer.padding is null || layer.padding_mode != PaddingModes.Zeros)
        {
            throw new ArgumentException("The convolution must be padded with zeros, by numbers of rows and columns.", nameof(layer));
        }

        _weight = layer.weight;
        _bias = layer.bias;
        _stride = layer.stride;
        _padding = layer.padding;
        _dilation = layer.dilation;
        _groups = layer.groups;
        register_parameter("weight", _weight);
        if (_bias is not null)
        {
            register_parameter("bias", _bias);
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using Tensor values = input.to(ScalarType.BFloat16);
        using Tensor weight = _weight.to(ScalarType.BFloat16);
        using Tensor? bias = _bias?.to(ScalarType.BFloat16);
        return functional.conv2d(values, weight, bias, _stride, _padding, _dilation, _groups);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
            _bias?.Dispose();
        }

        base.Dispose(disposing);
    }
}
