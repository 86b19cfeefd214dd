namespace Trainer.Host.Prediction;

/// <summary>Picks the likeliest classes.</summary>
/// <param name="classes">The classes' names, in the order of the network's outputs.</param>
/// <param name="count">How many to pick, 1 to their number.</param>
internal sealed class TopClasses(IReadOnlyList<string> classes, int count)
{
    private readonly int[] _indices = new int[classes.Count];
    private readonly float[] _keys = new float[classes.Count];
    private readonly ClassProbability[] _top = new ClassProbability[count];

    /// <summary>The likeliest classes, the first of several equal ones first. Valid until the next call.</summary>
    /// <param name="probabilities">One value for each class.</param>
    public ReadOnlySpan<ClassProbability> Of(ReadOnlySpan<float> probabilities)
    {
        for (int i = 0; i < _indices.Length; i++)
        {
            _indices[i] = i;
            _keys[i] = probabilities[i];
        }

        Array.Sort(_indices, (left, right) => (_keys[right], left).CompareTo((_keys[left], right)));
        for (int i = 0; i < _top.Length; i++)
        {
            _top[i] = new ClassProbability(classes[_indices[i]], _keys[_indices[i]]);
        }

        return _top;
    }
}
