using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Losses;

/// <summary>
/// The squared difference of outputs and labels, meant over the outputs of a sample. The outputs are taken as they are.
/// </summary>
/// <remarks>
/// Labels are N×K values; of class indices the one-hot form is compared, or, with one output, the index itself.
/// </remarks>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override Tensor ComputeEach(Tensor logits, Tensor labels)
    {
        using Tensor targets = LabelValues.Like(labels, logits);
        using Tensor difference = logits - targets;
        using Tensor squares = difference.Squared();
        return squares.mean([1]);
    }

    /// <summary>Nothing: the outputs as they are.</summary>
    /// <inheritdoc/>
    public override Tensor Activate(Tensor logits) => logits.alias();
}
