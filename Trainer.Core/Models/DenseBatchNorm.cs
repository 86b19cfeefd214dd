using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Models;

/// <summary>Batch normalisation of N×F features as Keras computes it behind a dense layer.</summary>
/// <remarks>
/// Torch keeps the unbiased variance of a batch in its running variance, Keras the biased one; with 32 samples the two
/// differ by 3 %. Source: Keras' BatchNormalization layer.
/// </remarks>
public sealed class DenseBatchNorm : BatchNormLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="features">F, at least 1.</param>
    public DenseBatchNorm(long features)
        : base(nameof(DenseBatchNorm), features) => RegisterState();

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (!training)
        {
            return Normalize(input, RunningMean, RunningVariance, momentum: 1);
        }

        // With a momentum of 1 they receive the batch's own mean and unbiased variance.
        using Tensor mean = zeros_like(RunningMean);
        using Tensor variance = ones_like(RunningVariance);
        Tensor output = Normalize(input, mean, variance, momentum: 1);
        using IDisposable noGrad = no_grad();
        long samples = input.shape[0];

        // The unbiased variance of a single sample is not a number; the biased one is zero, as Keras has it.
        using Tensor biased = samples > 1 ? variance.Times((samples - 1.0) / samples) : zeros_like(variance);
        RunningMean.LerpInPlace(mean, KerasDefaults.BatchNormMomentum);
        RunningVariance.LerpInPlace(biased, KerasDefaults.BatchNormMomentum);
        return output;
    }
}
