using TorchSharp.Modules;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Schedules;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Optimizers;

/// <summary>
/// Adam in Keras' form: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − rate·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε).
/// </summary>
/// <remarks>
/// ε stands beside the uncorrected √v, the "epsilon hat" of D. Kingma and J. Ba, "Adam", 2014; Torch has it beside the
/// corrected one.
/// </remarks>
public class Adam : Optimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly bool _amsgrad;
    private IReadOnlyList<Tensor> _means = [];
    private IReadOnlyList<Tensor> _squares = [];
    private IReadOnlyList<Tensor> _largest = [];

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The rate, a number above 0 or a schedule; null for Keras' default of 0.001.</param>
    /// <param name="beta1">β₁, 0 to below 1.</param>
    /// <param name="beta2">β₂, 0 to below 1.</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest v so far instead of the present one.</param>
    /// <param name="decay">Keras' time-based decay per update, at least 0.</param>
    public Adam(
        LearningRateSchedule? learningRate = null,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-7,
        bool amsgrad = false,
        double decay = 0)
        : base(learningRate ?? 0.001, decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta1, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta2, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (_beta1, _beta2, _epsilon, _amsgrad) = (beta1, beta2, epsilon, amsgrad);
    }

    /// <summary>Of a derived class of one's own nothing is known.</summary>
    protected override bool IsElementwise => GetType().Assembly == typeof(Adam).Assembly;

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        _means = AddSlots("momentum");
        _squares = AddSlots("velocity");
        if (_amsgrad)
        {
            _largest = AddSlots("velocity_hat");
        }
    }

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient, double rate)
    {
        long time = Updates + 1;
        double step = rate * Math.Sqrt(1 - Math.Pow(_beta2, time)) / (1 - Math.Pow(_beta1, time));
        Tensor mean = _means[index].ScaleInPlace(_beta1).AddInPlace(gradient, 1 - _beta1);
        Tensor square = _squares[index].ScaleInPlace(_beta2).AddProductInPlace(gradient, gradient, 1 - _beta2);
        if (_amsgrad)
        {
            using Tensor larger = _largest[index].maximum(square);
            square = _largest[index].copy_(larger);
        }

        using Tensor root = square.sqrt();
        parameter.AddQuotientInPlace(mean, root.AddInPlace(_epsilon), -step);
    }
}
