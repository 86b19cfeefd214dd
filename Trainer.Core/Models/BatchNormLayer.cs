using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>
/// What the layers of batch normalisation have in common: scale, offset and running statistics of each feature, by the
/// names that Torch gives them.
/// </summary>
/// <remarks>
/// Torch's own layers count their batches with a number that a garbage collection can free while it is read
/// (<see cref="Tensors.Arithmetic"/>); these do not. Source: S. Ioffe and C. Szegedy, "Batch Normalization", 2015.
/// </remarks>
public abstract class BatchNormLayer : Module<Tensor, Tensor>
{
    // TorchSharp looks for the fields by these names when it moves the layer to another device.
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    [ComponentName(Name = "running_mean")]
    private readonly Tensor _runningMean;

    [ComponentName(Name = "running_var")]
    private readonly Tensor _runningVariance;

    /// <summary>Makes the layer: scale 1, offset 0, running mean 0 and variance 1.</summary>
    /// <param name="name">What Torch calls the layer.</param>
    /// <param name="features">The number of features, at least 1.</param>
    private protected BatchNormLayer(string name, long features)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);

        // They live as long as the layer, not as long as a scope that it is made in.
        _weight = (Parameter)Parameter(ones(features)).DetachFromDisposeScope();
        _bias = (Parameter)Parameter(zeros(features)).DetachFromDisposeScope();
        _runningMean = zeros(features).DetachFromDisposeScope();
        _runningVariance = ones(features).DetachFromDisposeScope();
    }

    /// <summary>The running mean of each feature.</summary>
    private protected Tensor RunningMean => _runningMean;

    /// <summary>The running variance of each feature.</summary>
    private protected Tensor RunningVariance => _runningVariance;

    /// <summary>Tells Torch of them; to be called once, when a layer is made.</summary>
    private protected void RegisterState()
    {
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
        register_buffer("running_mean", _runningMean);
        register_buffer("running_var", _runningVariance);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
            _bias.Dispose();
            _runningMean.Dispose();
            _runningVariance.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Normalises the input: in training by its own statistics, which go into those that are given, else by those that
    /// are given.
    /// </summary>
    /// <param name="input">N×F or N×F×H×W.</param>
    /// <param name="mean">F.</param>
    /// <param name="variance">F; what goes in is the unbiased variance.</param>
    /// <param name="momentum">The weight of the input's own statistics, 0 to 1.</param>
    private protected Tensor Normalize(Tensor input, Tensor mean, Tensor variance, double momentum) =>
        functional.batch_norm(
            input, mean, variance, _weight, _bias, training, momentum, KerasDefaults.BatchNormEpsilon);
}
