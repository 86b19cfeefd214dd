using TorchSharp.Utils;
using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Models;

/// <summary>
/// Batch normalisation of N×C×H×W images over N, H and W. Keras' (fused) form keeps the unbiased running variance here,
/// as Torch does.
/// </summary>
/// <remarks>Names, types and values of the state are those of Torch's <c>BatchNorm2d</c>.</remarks>
public sealed class ImageBatchNorm : BatchNormLayer
{
    [ComponentName(Name = "num_batches_tracked")]
    private readonly Tensor _batches;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">C, at least 1.</param>
    public ImageBatchNorm(long channels)
        : base(nameof(ImageBatchNorm), channels)
    {
        _batches = tensor(0L).DetachFromDisposeScope();
        RegisterState();
        register_buffer("num_batches_tracked", _batches);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not N×C×H×W.</exception>
    public override Tensor forward(Tensor input)
    {
        if (input.dim() != 4)
        {
            throw new ArgumentException(
                $"The input has {input.dim()} dimensions; images have four, N×C×H×W.", nameof(input));
        }

        if (training)
        {
            _batches.AddInPlace(1L);
        }

        return Normalize(input, RunningMean, RunningVariance, KerasDefaults.BatchNormMomentum);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _batches.Dispose();
        }

        base.Dispose(disposing);
    }
}
