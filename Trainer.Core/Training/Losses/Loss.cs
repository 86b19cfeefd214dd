using static TorchSharp.torch;

namespace Trainer.Core.Training.Losses;

/// <summary>What training minimises: compares a network's logits with the truth.</summary>
public abstract class Loss
{
    /// <summary>
    /// The mean over the samples of a batch, so that a short batch weighs its size. With weights it is the sum of the
    /// weighted losses by the number of samples, not by the sum of the weights: Keras' <c>sum_over_batch_size</c>.
    /// </summary>
    /// <param name="logits">N×K.</param>
    /// <param name="labels">N class indices, int64, or N×K values, such as shares of classes, float32.</param>
    /// <param name="weights">The weight of each sample, N float32; null for 1.</param>
    /// <returns>A scalar that gradients flow back from.</returns>
    public Tensor Compute(Tensor logits, Tensor labels, Tensor? weights = null)
    {
        if (weights is null)
        {
            return ComputeMean(logits, labels);
        }

        using Tensor each = ComputeEach(logits, labels);
        using Tensor weighted = each * weights;
        GC.KeepAlive(weights);
        return weighted.mean();
    }

    /// <summary>The loss of each sample.</summary>
    /// <param name="logits">N×K.</param>
    /// <param name="labels">N class indices, int64, or N×K values, float32.</param>
    /// <returns>N values that gradients flow back from.</returns>
    public abstract Tensor ComputeEach(Tensor logits, Tensor labels);

    /// <summary>Turns logits into what <c>Predict</c> returns.</summary>
    /// <param name="logits">N×K.</param>
    /// <returns>N×K.</returns>
    public abstract Tensor Activate(Tensor logits);

    /// <summary>The mean of <see cref="ComputeEach"/>, for losses that have a shorter way to it.</summary>
    /// <param name="logits">N×K.</param>
    /// <param name="labels">N class indices, int64, or N×K values, float32.</param>
    /// <returns>A scalar that gradients flow back from.</returns>
    protected virtual Tensor ComputeMean(Tensor logits, Tensor labels)
    {
        using Tensor each = ComputeEach(logits, labels);
        return each.mean();
    }
}
