using static TorchSharp.torch;

namespace Trainer.Core.Training.Losses;

/// <summary>What training minimises: compares a network's logits with the truth.</summary>
public abstract class Loss
{
    /// <summary>The mean of the loss over the samples of a batch, so that a short batch weighs its size.</summary>
    /// <param name="logits">N×K.</param>
    /// <param name="labels">N class indices, int64, or N×K shares of classes, float32.</param>
    /// <returns>A scalar that gradients flow back from.</returns>
    public abstract Tensor Compute(Tensor logits, Tensor labels);

    /// <summary>Turns logits into what <c>Predict</c> returns.</summary>
    /// <param name="logits">N×K.</param>
    /// <returns>N×K.</returns>
    public abstract Tensor Activate(Tensor logits);
}
