using Trainer.Core.Training.Schedules;

namespace Trainer.Core.Training.Optimizers;

/// <summary>
/// Adam with Keras' default weight decay of 0.004; any other stands in <see cref="Optimizer.WeightDecay"/>.
/// </summary>
/// <remarks>Source: I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization", 2017.</remarks>
public sealed class AdamW : Adam
{
    /// <summary>Makes the optimizer; the parameters are those of <see cref="Adam"/>.</summary>
    /// <param name="learningRate">The rate, a number above 0 or a schedule; null for Keras' default of 0.001.</param>
    /// <param name="beta1">β₁, 0 to below 1.</param>
    /// <param name="beta2">β₂, 0 to below 1.</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest v so far instead of the present one.</param>
    /// <param name="decay">Keras' time-based decay per update, at least 0.</param>
    public AdamW(
        LearningRateSchedule? learningRate = null,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-7,
        bool amsgrad = false,
        double decay = 0)
        : base(learningRate, beta1, beta2, epsilon, amsgrad, decay) => WeightDecay = 0.004;
}
