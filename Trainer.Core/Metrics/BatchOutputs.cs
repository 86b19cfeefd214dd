namespace Trainer.Core.Metrics;

/// <summary>What a network said of the samples of a batch, and the truth: what metrics are made of.</summary>
public sealed class BatchOutputs
{
    private int[]? _predicted;

    /// <summary>Takes over arrays.</summary>
    /// <param name="values">
    /// N×K, row-major; of one output the probability, of several any value that grows with it.
    /// </param>
    /// <param name="width">K, at least 1.</param>
    /// <param name="labels">The true class of each sample: N.</param>
    /// <exception cref="ArgumentException">There are not K values for each sample.</exception>
    public BatchOutputs(float[] values, int width, int[] labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length != labels.Length * width)
        {
            throw new ArgumentException(
                $"{values.Length} values are not {width} for each of {labels.Length} samples.", nameof(values));
        }

        Values = values;
        Width = width;
        Labels = labels;
    }

    /// <summary>N×K, row-major.</summary>
    public float[] Values { get; }

    /// <summary>K: the outputs of the network.</summary>
    public int Width { get; }

    /// <summary>The number of classes: K, or 2 where one output tells between two.</summary>
    public int Classes => Math.Max(2, Width);

    /// <summary>The true class of each sample: N.</summary>
    public int[] Labels { get; }

    /// <summary>N.</summary>
    public int Count => Labels.Length;

    /// <summary>
    /// The class that the network decides for: N. The largest output's, or, of one output, whether it is above ½.
    /// </summary>
    public int[] Predicted => _predicted ??= Width == 1
        ? Array.ConvertAll(Values, value => value > 0.5f ? 1 : 0)
        : ProbabilityMetrics.ArgMax(Values, Width);
}
