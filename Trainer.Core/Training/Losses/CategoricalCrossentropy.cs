using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Training.Losses;

/// <summary>
/// Categorical cross-entropy: −Σ q·log softmax(logits), where q are the sample's shares of the classes: one for its
/// class, or what mixup and CutMix have made of it. The same number as Keras' over a softmax layer.
/// </summary>
/// <remarks>
/// Labels may be shares of classes, N×K, or class indices, N; Keras has a class for each. With label smoothing ε each
/// share becomes q·(1 − ε) + ε / K (C. Szegedy et al., "Rethinking the Inception Architecture for Computer Vision",
/// 2015).
/// </remarks>
public class CategoricalCrossentropy : Loss
{
    private readonly double _labelSmoothing;

    /// <summary>Makes the loss.</summary>
    /// <param name="labelSmoothing">ε, 0 to below 1.</param>
    public CategoricalCrossentropy(double labelSmoothing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(labelSmoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(labelSmoothing, 1);
        _labelSmoothing = labelSmoothing;
    }

    /// <inheritdoc/>
    public override Tensor ComputeEach(Tensor logits, Tensor labels) =>
        functional.cross_entropy(logits, labels, reduction: Reduction.None, label_smoothing: _labelSmoothing);

    /// <summary>Softmax: probabilities that add up to 1.</summary>
    /// <inheritdoc/>
    public override Tensor Activate(Tensor logits) => functional.softmax(logits, dim: 1);

    /// <inheritdoc/>
    protected override Tensor ComputeMean(Tensor logits, Tensor labels) =>
        functional.cross_entropy(logits, labels, label_smoothing: _labelSmoothing);
}
