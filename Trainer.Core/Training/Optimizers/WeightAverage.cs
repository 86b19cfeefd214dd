using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Optimizers;

/// <summary>
/// The exponential moving average of weights and of running statistics: average ← m·average + (1 − m)·value, and at the
/// first update the value itself, as in Keras.
/// </summary>
/// <remarks>
/// Keras averages the trainable weights only, and evaluates them with running statistics that belong to others. Here
/// the floating-point buffers, which are the running statistics of batch normalisation, are averaged as well.
/// </remarks>
internal sealed class WeightAverage : IStateful, IDisposable
{
    private readonly IReadOnlyList<(string Name, Tensor Value)> _values;
    private readonly Tensor[] _averages;
    private readonly double _momentum;
    private bool _begun;

    /// <summary>Prepares to average.</summary>
    /// <param name="values">What to average; the tensors stay the network's.</param>
    /// <param name="momentum">m, 0 to 1.</param>
    public WeightAverage(IReadOnlyList<(string Name, Tensor Value)> values, double momentum)
    {
        _values = values;
        _momentum = momentum;
        using IDisposable noGrad = no_grad();
        _averages = [.. values.Select(value => Copy(value.Value))];
    }

    /// <summary>Takes the present values in.</summary>
    public void Update()
    {
        double weight = _begun ? 1 - _momentum : 1;
        for (int i = 0; i < _averages.Length; i++)
        {
            _averages[i].ScaleInPlace(1 - weight).AddInPlace(_values[i].Value, weight);
        }

        _begun = true;
    }

    /// <summary>Puts the averages in the place of the values and the other way round.</summary>
    public void Swap()
    {
        if (!_begun)
        {
            return;
        }

        using IDisposable noGrad = no_grad();
        for (int i = 0; i < _averages.Length; i++)
        {
            Tensor value = _values[i].Value;
            using Tensor kept = _averages[i].clone();
            _averages[i].copy_(value);
            value.copy_(kept);
        }
    }

    /// <summary>Makes the averages the values.</summary>
    public void Adopt()
    {
        using IDisposable noGrad = no_grad();
        for (int i = 0; _begun && i < _averages.Length; i++)
        {
            _values[i].Value.copy_(_averages[i]);
        }
    }

    /// <summary>Forgets the past: the values were set from elsewhere.</summary>
    public void Restart() => _begun = false;

    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        state.Set("begun", _begun ? 1 : 0);
        for (int i = 0; i < _averages.Length; i++)
        {
            state.Set(_values[i].Name, _averages[i]);
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        _begun = state.GetInt64("begun") != 0;
        for (int i = 0; i < _averages.Length; i++)
        {
            state.CopyTo(_values[i].Name, _averages[i]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor average in _averages)
        {
            average.Dispose();
        }
    }
    private static Tensor Copy(Tensor value)
    {
        using Tensor own = value.detach();
        return own.clone().DetachFromDisposeScope();
    }
}
