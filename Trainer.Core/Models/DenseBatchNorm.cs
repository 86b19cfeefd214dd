using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>Batch normalisation of N×F features as Keras computes it behind a dense layer.</summary>
/// <remarks>
/// Torch keeps the unbiased variance of a batch in its running variance, Keras the biased one; with 32 samples the two
/// differ by 3 %. Source: S. Ioffe and C. Szegedy, "Batch Normalization", 2015; Keras' BatchNormalization layer.
/// </remarks>
public sealed class DenseBatchNorm : Module<Tensor, Tensor>
{
    // TorchSharp looks for the fields by these names when it moves the layer to another device.
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    [ComponentName(Name = "running_mean")]
    private readonly Tensor _runningMean;

    [ComponentName(Name = "running_var")]
    private readonly Tensor _runningVariance;

    /// <summary>Makes the layer.</summary>
    /// <param name="features">F, at least 1.</param>
    public DenseBatchNorm(long features)
        : base(nameof(DenseBatchNorm))
    {
        _weight = Parameter(ones(features));
        _bias = Parameter(zeros(features));
        _runningMean = zeros(features);
        _runningVariance = ones(features);
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
        register_buffer("running_mean", _runningMean);
        register_buffer("running_var", _runningVariance);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (!training)
        {
            return Normalize(input, _runningMean, _runningVariance);
        }

        // With a momentum of 1 they receive the batch's own mean and unbiased variance.
        using Tensor mean = zeros_like(_runningMean);
        using Tensor variance = ones_like(_runningVariance);
        Tensor output = Normalize(input, mean, variance);
        using IDisposable noGrad = no_grad();
        long samples = input.shape[0];

        // The unbiased variance of a single sample is not a number; the biased one is zero, as Keras has it.
        using Tensor biased = samples > 1 ? variance * ((samples - 1.0) / samples) : zeros_like(variance);
        _runningMean.lerp_(mean, KerasDefaults.BatchNormMomentum);
        _runningVariance.lerp_(biased, KerasDefaults.BatchNormMomentum);
        return output;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
            _bias.Dispose();
            _runningMean.Dispose();
            _runningVariance.Dispose();
        }

        base.Dispose(disposing);
    }

    private Tensor Normalize(Tensor input, Tensor mean, Tensor variance) => functional.batch_norm(
        input, mean, variance, _weight, _bias, training, momentum: 1, eps: KerasDefaults.BatchNormEpsilon);
}
