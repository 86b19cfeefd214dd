namespace Trainer.Core.Metrics;

/// <summary>
/// What predicted probabilities say: N rows of C values, one after the other, as <c>Predict</c> gives them.
/// </summary>
public static class ProbabilityMetrics
{
    /// <summary>The most probable class of each row.</summary>
    /// <param name="probabilities">N×C values, row-major.</param>
    /// <param name="classCount">The number of classes C, at least 1.</param>
    /// <returns>N class indices; of equal values the first wins, as in numpy's <c>argmax</c>.</returns>
    /// <exception cref="ArgumentException">The number of values is no multiple of C.</exception>
    public static int[] ArgMax(ReadOnlySpan<float> probabilities, int classCount)
    {
        int[] classes = new int[CountRows(probabilities, classCount)];
        for (int row = 0; row < classes.Length; row++)
        {
            ReadOnlySpan<float> values = probabilities.Slice(row * classCount, classCount);
            int best = 0;
            for (int index = 1; index < classCount; index++)
            {
                best = values[index] > values[best] ? index : best;
            }

            classes[row] = best;
        }

        return classes;
    }

    /// <summary>The share of rows whose true class is among the K most probable ones.</summary>
    /// <param name="probabilities">N×C values, row-major.</param>
    /// <param name="trueClasses">N class indices, 0 to C − 1.</param>
    /// <param name="classCount">The number of classes C, at least 1.</param>
    /// <param name="k">How many classes count, at least 1; 5 in Keras.</param>
    /// <returns>0 to 1; not-a-number without rows.</returns>
    /// <exception cref="ArgumentException">
    /// The number of values is not N×C, or a class index is out of range.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    /// <remarks>
    /// As TensorFlow's <c>in_top_k</c>: equal values share the better place; a row whose true class is not-a-number is
    /// no hit.
    /// </remarks>
    public static double TopKAccuracy(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<int> trueClasses, int classCount, int k = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        CheckRows(probabilities, trueClasses, classCount);
        int hits = 0;
        for (int row = 0; row < trueClasses.Length; row++)
        {
            ReadOnlySpan<float> values = probabilities.Slice(row * classCount, classCount);
            float own = values[trueClasses[row]];
            int better = 0;
            foreach (float value in values)
            {
                better += value > own ? 1 : 0;
            }

            hits += better < k && float.IsFinite(own) ? 1 : 0;
        }

        return (double)hits / trueClasses.Length;
    }

    private static int CountRows(ReadOnlySpan<float> probabilities, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        return probabilities.Length % classCount == 0
            ? probabilities.Length / classCount
            : throw new ArgumentException(
                $"{probabilities.Length} probabilities do not make whole rows of {classCount} classes.",
                nameof(probabilities));
    }

    private static void CheckRows(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> trueClasses, int classCount)
    {
        int rows = CountRows(probabilities, classCount);
        if (rows != trueClasses.Length)
        {
            throw new ArgumentException(
                $"There are {rows} rows of probabilities and {trueClasses.Length} true classes; each row needs one.",
                nameof(trueClasses));
        }

        for (int row = 0; row < rows; row++)
        {
            if ((uint)trueClasses[row] >= (uint)classCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(trueClasses),
                    trueClasses[row],
                    $"Row {row} has a class index outside 0 to {classCount - 1}.");
            }
        }
    }
}
