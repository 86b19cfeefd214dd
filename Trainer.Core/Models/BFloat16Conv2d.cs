using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>
/// A convolution that computes in bfloat16 and keeps its weights in float32. N×C×H×W to N×C×H×W, bfloat16.
/// </summary>
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
    private readonly HashSet<(long Samples, long Height, long Width, bool Training)> _checked = [];

    /// <summary>Takes over the weights of a convolution, which is not to be used any more.</summary>
    /// <param name="layer">The convolution, padded with zeros by numbers.</param>
    /// <exception cref="ArgumentException">It is padded otherwise.</exception>
    public BFloat16Conv2d(Conv2d layer)
        : base(nameof(BFloat16Conv2d))
    {
        if (layer.padding is null || layer.padding_mode != PaddingModes.Zeros)
        {
            throw new ArgumentException(
                "The convolution must be padded with zeros, by numbers of rows and columns.", nameof(layer));
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
    /// <exception cref="PlatformNotSupportedException">
    /// The processor's kernel for this convolution computes something else.
    /// </exception>
    public override Tensor forward(Tensor input)
    {
        using Tensor values = input.to(ScalarType.BFloat16);
        using Tensor weight = _weight.to(ScalarType.BFloat16);
        using Tensor? bias = _bias?.to(ScalarType.BFloat16);
        Tensor output = Convolve(values, weight, bias);
        long[] shape = values.shape;
        (long, long, long, bool) key = (shape[0], shape[^2], shape[^1], training);
        if (!_checked.Contains(key))
        {
            RequireRight(output, values, weight, bias);
            _checked.Add(key);
        }

        return output;
    }

    /// <summary>Whether results in bfloat16 are those of float32 but for rounding.</summary>
    /// <param name="output">What came out in bfloat16.</param>
    /// <param name="expected">What comes out in float32 of the same, rounded, input and weights.</param>
    internal static bool AreClose(Tensor output, Tensor expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor largest = (output.to(ScalarType.Float32) - expected).abs().max();
        Tensor size = expected.abs().max();

        // A sum is rounded to eight bits; a few more of them are lost where it is put together of parts. What is not
        // finite has other reasons.
        return !(largest.item<float>() > size.item<float>() / 32);
    }

    private Tensor Convolve(Tensor values, Tensor weight, Tensor? bias) =>
        functional.conv2d(values, weight, bias, _stride, _padding, _dilation, _groups);

    /// <summary>
    /// Compares the first output of each shape, for which libtorch chooses a kernel, with that of float32. oneDNN's
    /// kernels for numbers of channels that are no multiples of 16 were seen to give wrong results on a virtual machine
    /// with a Zen 5; trained on those, a network learns something else without a word.
    /// </summary>
    private void RequireRight(Tensor output, Tensor values, Tensor weight, Tensor? bias)
    {
        using IDisposable noGrad = no_grad();
        using Tensor singleValues = values.to(ScalarType.Float32);
        using Tensor singleWeight = weight.to(ScalarType.Float32);
        using Tensor? singleBias = bias?.to(ScalarType.Float32);
        using Tensor expected = Convolve(singleValues, singleWeight, singleBias);
        if (!AreClose(output, expected))
        {
            output.Dispose();
            long[] shape = weight.shape;
            throw new PlatformNotSupportedException(
                $"On this processor libtorch computes the convolution of {shape[1] * _groups} to {shape[0]} channels "
                + "wrongly in bfloat16. "
                + $"Train in {nameof(NetworkPrecision.Float32)}, or with numbers of channels that are multiples "
                + "of 16.");
        }
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
