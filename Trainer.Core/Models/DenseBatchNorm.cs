using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>Batch normalisation of N×F features as Keras computes it behind a dense layer.</summary>
/// <remarks>
/// Torch keeps the unbiased variance of a batch in its running variance, Keras the biased one; with 32 samples the two
/// differ by 3 %. Source: S. Ioffe and C. Szegedy, "Batch Normalization", 2015; keras/layers/normalization.
/// </remarks>
public sealed class DenseBatchNorm : Module<Tensor, Tensor>
{
    private readonly BatchNorm1d _norm;

    /// <summary>Makes the layer.</summary>
    /// <param name="features">F, at least 1.</param>
    public DenseBatchNorm(long features)
        : base(nameof(DenseBatchNorm))
    {
        _norm = BatchNorm1d(features, eps: KerasDefaults.BatchNormEpsilon, momentum: KerasDefaults.BatchNormMomentum);
        register_module("norm", _norm);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (!training)
        {
            return _norm.call(input);
        }

        using Tensor before = _norm.running_var!.clone();
        Tensor output = _norm.call(input);
        RemoveBias(before, input.shape[0]);
        return output;
    }

    /// <summary>
    /// Torch made r = (1 − m)·before + m·u with u = b·n/(n − 1); Keras wants (1 − m)·before + m·b, and
    /// m·(u − b) = m·u/n = (r − (1 − m)·before)/n.
    /// </summary>
    private void RemoveBias(Tensor before, long samples)
    {
        using IDisposable noGrad = no_grad();
        using Tensor kept = before.mul_(1 - KerasDefaults.BatchNormMomentum);
        using Tensor added = _norm.running_var!.sub(kept);
        _norm.running_var!.sub_(added, alpha: 1.0 / samples);
    }
}
