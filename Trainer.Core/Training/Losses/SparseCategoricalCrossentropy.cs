using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Training.Losses;

/// <summary>
/// Categorical cross-entropy with class indices as labels: −log softmax(logits)[label]. The same number as Keras'
/// <c>categorical_crossentropy</c> over one-hot labels and a softmax layer. With shares of classes (mixup, CutMix) it is
/// the mean of the classes' losses by their shares.
/// </summary>
public sealed class SparseCategoricalCrossentropy : Loss
{
    /// <inheritdoc/>
    public override Tensor Compute(Tensor logits, Tensor labels) => functional.cross_entropy(logits, labels);

    /// <summary>Softmax: probabilities that add up to 1.</summary>
    /// <inheritdoc/>
    public override Tensor Activate(Tensor logits) => functional.softmax(logits, dim: 1);
}
