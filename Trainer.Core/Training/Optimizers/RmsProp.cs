using TorchSharp.Modules;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Schedules;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Optimizers;

/// <summary>
/// RMSprop in Keras' form: v ← ρ·v + (1 − ρ)·g²; w ← w − rate·g/√(v + ε), ε under the root. With momentum the last term
/// is summed up first: b ← momentum·b + rate·g/√(v + ε); w ← w − b.
/// </summary>
/// <remarks>Source: G. Hinton, "Neural Networks for Machine Learning", lecture 6, 2012; Keras' RMSprop.</remarks>
public sealed class RmsProp : Optimizer
{
    private readonly double _rho;
    private readonly double _momentum;
    private readonly double _epsilon;
    private readonly bool _centered;
    private IReadOnlyList<Tensor> _squares = [];
    private IReadOnlyList<Tensor> _increments = [];
    private IReadOnlyList<Tensor> _means = [];

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The rate, a number above 0 or a schedule; null for Keras' default of 0.001.</param>
    /// <param name="rho">ρ, 0 to below 1.</param>
    /// <param name="momentum">0 to below 1.</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="centered">Whether to subtract the squared mean of the gradients from v.</param>
    /// <param name="decay">Keras' time-based decay per update, at least 0.</param>
    public RmsProp(
        LearningRateSchedule? learningRate = null,
        double rho = 0.9,
        double momentum = 0,
        double epsilon = 1e-7,
        bool centered = false,
        double decay = 0)
        : base(learningRate ?? 0.001, decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rho);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rho, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (_rho, _momentum, _epsilon, _centered) = (rho, momentum, epsilon, centered);
    }

    /// <inheritdoc/>
    protected override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        _squares = AddSlots("velocity");
        if (_momentum > 0)
        {
            _increments = AddSlots("momentum");
        }

        if (_centered)
        {
            _means = AddSlots("average_gradient");
        }
    }

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient, double rate)
    {
        Tensor square = _squares[index].ScaleInPlace(_rho).AddProductInPlace(gradient, gradient, 1 - _rho);
        using Tensor divisor = square.clone();
        if (_centered)
        {
            Tensor mean = _means[index].ScaleInPlace(_rho).AddInPlace(gradient, 1 - _rho);
            divisor.AddProductInPlace(mean, mean, -1);
        }

        divisor.AddInPlace(_epsilon).sqrt_();
        if (_momentum > 0)
        {
            Tensor increment = _increments[index].ScaleInPlace(_momentum).AddQuotientInPlace(gradient, divisor, rate);
            parameter.sub_(increment);
        }
        else
        {
            parameter.AddQuotientInPlace(gradient, divisor, -rate);
        }
    }
}
