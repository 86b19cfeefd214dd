using TorchSharp.Modules;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Schedules;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent in Keras' form: v ← momentum · v − rate · g; w ← w + v, or, with Nesterov's look ahead,
/// w ← w + momentum · v − rate · g.
/// </summary>
/// <remarks>
/// Torch's form keeps the rate out of v and so multiplies old gradients by the new rate; the two differ as soon as the
/// rate moves.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly double _momentum;
    private readonly bool _nesterov;
    private IReadOnlyList<Tensor> _velocities = [];

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The rate, a number above 0 or a schedule; null for Keras' default of 0.01.</param>
    /// <param name="momentum">0 (Keras' default) to below 1.</param>
    /// <param name="decay">Keras' time-based decay per update, at least 0.</param>
    /// <param name="nesterov">Whether to look ahead.</param>
    public Sgd(LearningRateSchedule? learningRate = null, double momentum = 0, double decay = 0, bool nesterov = false)
        : base(learningRate ?? 0.01, decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        _momentum = momentum;
        _nesterov = nesterov;
    }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        if (_momentum > 0)
        {
            _velocities = AddSlots("velocity");
        }
    }

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient, double rate)
    {
        if (_momentum == 0)
        {
            parameter.AddInPlace(gradient, -rate);
            return;
        }

        Tensor velocity = _velocities[index];
        velocity.ScaleInPlace(_momentum).AddInPlace(gradient, -rate);
        if (_nesterov)
        {
            parameter.AddInPlace(velocity, _momentum).AddInPlace(gradient, -rate);
        }
        else
        {
            parameter.AddInPlace(velocity);
        }
    }
}
