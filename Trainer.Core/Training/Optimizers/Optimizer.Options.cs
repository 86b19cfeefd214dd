namespace Trainer.Core.Training.Optimizers;

/// <content>What all optimizers have in common to choose from; fixed once the optimizer serves a model.</content>
public abstract partial class Optimizer
{
    /// <summary>
    /// The share of each weight that is taken away at each update, times the rate; at least 0. It bypasses the gradient
    /// (decoupled: I. Loshchilov and F. Hutter, 2017) and applies to all weights, biases included, as in Keras.
    /// </summary>
    public double WeightDecay { get; set => field = NotNegative(value, nameof(WeightDecay)); }

    /// <summary>
    /// The greatest length of the gradient of each weight tensor, above 0; null (default) for no limit.
    /// </summary>
    public double? ClipNorm { get; set => field = value is null ? null : Positive(value.Value, nameof(ClipNorm)); }

    /// <summary>The greatest absolute value in a gradient, above 0; null (default) for no limit.</summary>
    public double? ClipValue { get; set => field = value is null ? null : Positive(value.Value, nameof(ClipValue)); }

    /// <summary>The greatest length of all gradients together, above 0; null (default) for no limit.</summary>
    public double? GlobalClipNorm
    {
        get;
        set => field = value is null ? null : Positive(value.Value, nameof(GlobalClipNorm));
    }

    /// <summary>
    /// The steps whose gradients make up one update, at least 1 (default). The update uses their mean; steps left over
    /// at the end of an epoch count for the next one. Keras' <c>gradient_accumulation_steps</c>.
    /// </summary>
    public int AccumulateSteps { get; set => field = (int)Positive(value, nameof(AccumulateSteps)); } = 1;

    /// <summary>
    /// The momentum of a moving average of the weights, 0 to below 1, such as 0.99; null (default) for none. With one,
    /// <c>Fit</c> validates with the averages and leaves them as the weights at its end, as Keras does with
    /// <c>use_ema</c>.
    /// </summary>
    public double? EmaMomentum { get; set => field = value is null ? null : Share(value.Value, nameof(EmaMomentum)); }

    private double Positive(double value, string option)
    {
        RequireChangeable(option);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, option);
        return value;
    }

    private double NotNegative(double value, string option)
    {
        RequireChangeable(option);
        ArgumentOutOfRangeException.ThrowIfNegative(value, option);
        return value;
    }

    private double Share(double value, string option)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1, option);
        return NotNegative(value, option);
    }

    private void RequireChangeable(string option)
    {
        if (_parameters is not null)
        {
            throw new InvalidOperationException(
                $"{option} is set too late: the optimizer serves a model already. Set it before Model.Compile.");
        }
    }
}
