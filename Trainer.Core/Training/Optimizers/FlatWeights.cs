using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Optimizers;

/// <summary>
/// All weights of a network in one tensor, of which the network's own become views, so that an update is a few
/// operations on all of them instead of a few on each.
/// </summary>
/// <remarks>
/// On a GPU that is what counts: each operation has to be launched, and the smallest costs the host as much as the
/// largest. On the CPU, where memory counts, it would only be one more copy of the gradients.
/// </remarks>
internal sealed class FlatWeights : IDisposable
{
    private readonly IReadOnlyList<Parameter> _parameters;

    /// <summary>Moves weights into one tensor.</summary>
    /// <param name="parameters">
    /// The weights, at least one, on one device and of one type; they keep their values.
    /// </param>
    public FlatWeights(IReadOnlyList<Parameter> parameters)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        _parameters = parameters;
        Tensor flat = cat([.. parameters.Select(parameter => parameter.detach().reshape(-1))]);
        Values = (Parameter)nn.Parameter(flat, requires_grad: false).DetachFromDisposeScope();
        IReadOnlyList<Tensor> views = Cut(Values);
        for (int i = 0; i < parameters.Count; i++)
        {
            parameters[i].set_(views[i]);
        }
    }

    /// <summary>All weights, one behind the other.</summary>
    public Parameter Values { get; }

    /// <summary>All gradients, one behind the other; null if some weight has none. The caller disposes it.</summary>
    public Tensor? GatherGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        var gradients = new List<Tensor>(_parameters.Count);
        foreach (Parameter parameter in _parameters)
        {
            if (parameter.grad is not { } gradient)
            {
                return null;
            }

            gradients.Add(gradient.reshape(-1));
        }

        return cat(gradients).MoveToOuterDisposeScope();
    }

    /// <summary>Views of a tensor that lies like the weights: one for each of them, in its shape.</summary>
    /// <param name="flat">As many values as there are weights.</param>
    public IReadOnlyList<Tensor> Cut(Tensor flat)
    {
        var views = new List<Tensor>(_parameters.Count);
        long start = 0;
        foreach (Parameter parameter in _parameters)
        {
            long length = parameter.numel();
            using Tensor piece = flat.narrow(0, start, length);
            views.Add(piece.view(parameter.shape));
            start += length;
        }

        return views;
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();
}
