using TorchSharp;
using TorchSharp.Modules;
using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Optimizers;

/// <summary>Makes gradients smaller, in place, as Keras does.</summary>
internal static class GradientClipping
{
    /// <summary>Scales each gradient down to a length (the root of its sum of squares).</summary>
    public static void ByNorm(IReadOnlyList<Parameter> parameters, double norm) => ForEach(parameters, gradient =>
    {
        using Tensor length = gradient.norm();
        Scale(gradient, length, norm);
    });

    /// <summary>Scales all gradients by one factor, down to a length of all of them together.</summary>
    public static void ByGlobalNorm(IReadOnlyList<Parameter> parameters, double norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? squares = null;
        ForEach(parameters, gradient =>
        {
            Tensor square = gradient.norm().Squared();
            squares = squares is null ? square : squares.AddInPlace(square);
        });
        if (squares is not null)
        {
            Tensor length = squares.sqrt();
            ForEach(parameters, gradient => Scale(gradient, length, norm));
        }
    }

    /// <summary>Cuts each value to the range from −limit to limit.</summary>
    public static void ByValue(IReadOnlyList<Parameter> parameters, double limit) =>
        ForEach(parameters, gradient => gradient.ClampInPlace(-limit, limit));

    /// <summary>Calls an action with each gradient that there is.</summary>
    public static void ForEach(IReadOnlyList<Parameter> parameters, Action<Tensor> action)
    {
        foreach (Parameter parameter in parameters)
        {
            using Tensor? gradient = parameter.grad;
            if (gradient is not null)
            {
                action(gradient);
            }
        }
    }

    private static void Scale(Tensor gradient, Tensor length, double norm)
    {
        // norm / max(length, norm): one, where the gradient is short enough. Not-a-number stays what it is, to be
        // noticed.
        using Tensor divisor = length.ClampMin(norm);
        gradient.ScaleInPlace(norm).div_(divisor);
    }
}
