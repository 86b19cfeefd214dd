using Trainer.Core.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Training.Losses;

/// <summary>
/// Binary cross-entropy of each output by itself, with a sigmoid: −y·log p − (1 − y)·log(1 − p), meant over the outputs
/// of a sample. Keras' number over a sigmoid layer.
/// </summary>
/// <remarks>
/// For one output the label is 0 or 1; for several, N×K values from 0 to 1 (any number of classes at once) or class
/// indices. With label smoothing ε each label becomes y·(1 − ε) + ε / 2.
/// </remarks>
public sealed class BinaryCrossentropy : Loss
{
    private readonly double _labelSmoothing;

    /// <summary>Makes the loss.</summary>
    /// <param name="labelSmoothing">ε, 0 to below 1.</param>
    public BinaryCrossentropy(double labelSmoothing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(labelSmoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(labelSmoothing, 1);
        _labelSmoothing = labelSmoothing;
    }

    /// <inheritdoc/>
    public override Tensor ComputeEach(Tensor logits, Tensor labels)
    {
        using Tensor targets = LabelValues.Like(labels, logits);
        targets.ScaleInPlace(1 - _labelSmoothing).AddInPlace(_labelSmoothing / 2);
        using Tensor losses = functional.binary_cross_entropy_with_logits(logits, targets, reduction: Reduction.None);
        return losses.mean([1]);
    }

    /// <summary>The sigmoid: a probability for each output.</summary>
    /// <inheritdoc/>
    public override Tensor Activate(Tensor logits) => logits.sigmoid();
}
