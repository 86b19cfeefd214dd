using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Sources;

/// <summary>A weight for each class, as Keras' <c>class_weight</c>; classes that are not named weigh 1.</summary>
internal sealed class ClassWeights : IDisposable
{
    private readonly Tensor _table;

    /// <summary>Makes the table.</summary>
    /// <param name="weights">Weights, at least 0, by class index.</param>
    /// <param name="device">Where the labels are.</param>
    public ClassWeights(IReadOnlyDictionary<int, double> weights, Device device)
    {
        // The last entry stands for all classes beyond.
        float[] table = new float[weights.Keys.Max() + 2];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (float)weights.GetValueOrDefault(i, 1);
        }

        _table = tensor(table, device: device).DetachFromDisposeScope();
    }

    /// <summary>The weights of samples: those of their classes, times their own.</summary>
    /// <param name="labels">N class indices, or N×K shares, of which the largest decides.</param>
    /// <param name="sampleWeights">N; null for 1.</param>
    /// <returns>N; part of the dispose scope.</returns>
    public Tensor Weigh(Tensor labels, Tensor? sampleWeights)
    {
        Tensor classes = labels.dim() == 1 ? labels.to(ScalarType.Int64) : labels.argmax(1);
        Tensor weights = _table.index_select(0, classes.ClampMax(_table.shape[0] - 1));
        return sampleWeights is null ? weights : weights * sampleWeights;
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
