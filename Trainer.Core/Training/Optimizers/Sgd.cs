using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent in Keras' form: v ← momentum · v − rate · g; w ← w + v.
/// </summary>
/// <remarks>
/// Torch's form keeps the rate out of v and so multiplies old gradients by the new rate; the two differ as soon as the
/// rate moves.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly double _momentum;
    private Tensor[]? _velocities;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The initial rate, above 0. Keras' default is 0.01.</param>
    /// <param name="momentum">0 (Keras' default) to below 1.</param>
    /// <param name="decay">Keras' time-based decay per update, at least 0.</param>
    public Sgd(double learningRate = 0.01, double momentum = 0, double decay = 0)
        : base(learningRate, decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        _momentum = momentum;
    }

    /// <inheritdoc/>
    protected override void Update(IReadOnlyList<Parameter> parameters, double rate)
    {
        _velocities ??= [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        for (int i = 0; i < parameters.Count; i++)
        {
            using Tensor? gradient = parameters[i].grad;
            if (gradient is not null)
            {
                _velocities[i].mul_(_momentum).add_(gradient, alpha: -rate);
                parameters[i].add_(_velocities[i]);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (Tensor velocity in _velocities ?? [])
        {
            velocity.Dispose();
        }

        _velocities = null;
    }
}
