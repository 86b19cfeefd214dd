using Trainer.Core.Metrics;

namespace Trainer.Core.Training;

/// <summary>What a network says of each sample of a data set, in the order of delivery; owns its memory.</summary>
/// <param name="Rows">The row of the data that each sample is: N. Of an enumeration, the number of the sample.</param>
/// <param name="Labels">The true class of each sample: N; empty where the data has no labels.</param>
/// <param name="Values">N×K, row-major: probabilities, if the loss is a cross-entropy.</param>
/// <param name="Classes">K.</param>
public sealed record Predictions(int[] Rows, int[] Labels, float[] Values, int Classes)
{
    /// <summary>N.</summary>
    public int Count => Rows.Length;

    /// <summary>The K values of one sample.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<float> this[int index] => Values.AsSpan(index * Classes, Classes);

    /// <summary>The class with the largest value of each sample, the first one where several are equal: N.</summary>
    public int[] ArgMax() => ProbabilityMetrics.ArgMax(Values, Classes);
}
