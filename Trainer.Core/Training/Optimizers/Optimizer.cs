using TorchSharp.Modules;

namespace Trainer.Core.Training.Optimizers;

/// <summary>Turns gradients into updates of the weights. Keras' forms and defaults.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly double _decay;
    private IReadOnlyList<Parameter>? _parameters;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">The initial rate, above 0.</param>
    /// <param name="decay">Keras' time-based decay per update, at least 0: rate / (1 + decay · updates).</param>
    protected Optimizer(double learningRate, double decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        LearningRate = learningRate;
        _decay = decay;
    }

    /// <summary>The rate before decay.</summary>
    public double LearningRate { get; set; }

    /// <summary>How many updates were made.</summary>
    public long Updates { get; private set; }

    /// <summary>The rate that the next update uses.</summary>
    public double CurrentLearningRate => LearningRate / (1 + (_decay * Updates));

    /// <summary>Updates the weights by their gradients. Parameters without a gradient stay as they are.</summary>
    /// <exception cref="InvalidOperationException">The optimizer was not given any weights.</exception>
    public void Step()
    {
        IReadOnlyList<Parameter> parameters = _parameters
            ?? throw new InvalidOperationException("The optimizer has no weights yet: it gets them from Model.Compile.");
        using IDisposable noGrad = TorchSharp.torch.no_grad();
        Update(parameters, CurrentLearningRate);
        Updates++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the optimizer its weights, once.</summary>
    internal void Attach(IReadOnlyList<Parameter> parameters)
    {
        if (_parameters is not null)
        {
            throw new InvalidOperationException("The optimizer already serves a model; make one for each.");
        }

        _parameters = parameters;
    }

    /// <summary>Updates all weights.</summary>
    /// <param name="parameters">The weights, the same list at every call.</param>
    /// <param name="rate">The rate of this update.</param>
    protected abstract void Update(IReadOnlyList<Parameter> parameters, double rate);

    /// <summary>Frees the optimizer's own tensors.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
