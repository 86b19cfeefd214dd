using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>A dense layer that computes in bfloat16 and keeps its weights in float32. N×inputs to N×outputs.</summary>
/// <remarks>As for <see cref="BFloat16Conv2d"/>; names and shapes of the weights are those of <c>Linear</c>.</remarks>
public sealed class BFloat16Linear : Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    private readonly ScalarType _output;

    /// <summary>Takes over the weights of a dense layer, which is not to be used any more.</summary>
    /// <param name="layer">The dense layer.</param>
    /// <param name="output">The type of what it gives: float32 for logits, which a loss takes.</param>
    public BFloat16Linear(Linear layer, ScalarType output = ScalarType.BFloat16)
        : base(nameof(BFloat16Linear))
    {
        _weight = layer.weight;
        _bias = layer.bias;
        _output = output;
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
        using Tensor product = functional.linear(values, weight, bias);
        return product.to(_output);
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
