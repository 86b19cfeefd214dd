namespace Trainer.Core.Metrics;

/// <summary>Counts how often samples of one class were predicted as another.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    internal ConfusionMatrix(long[,] counts) => _counts = counts;

    /// <summary>The number of classes C.</summary>
    public int ClassCount => _counts.GetLength(0);

    /// <summary>The number of samples counted.</summary>
    public long Total => Sum(ClassCount, index => Support(index));

    /// <summary>The number of samples on the diagonal: those predicted as what they are.</summary>
    public long Correct => Sum(ClassCount, index => _counts[index, index]);

    /// <summary>One count.</summary>
    /// <param name="trueClass">The class the samples belong to (row), 0 to C − 1.</param>
    /// <param name="predictedClass">The class they were predicted as (column), 0 to C − 1.</param>
    public long this[int trueClass, int predictedClass] => _counts[trueClass, predictedClass];

    /// <summary>Counts predictions.</summary>
    /// <param name="trueClasses">N class indices, 0 to C − 1.</param>
    /// <param name="predictedClasses">N class indices, 0 to C − 1, in the same order.</param>
    /// <param name="classCount">The number of classes C, at least 1.</param>
    /// <returns>The C×C counts.</returns>
    /// <exception cref="ArgumentException">The two lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class index or the class count is out of range.</exception>
    public static ConfusionMatrix Count(
        ReadOnlySpan<int> trueClasses, ReadOnlySpan<int> predictedClasses, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (trueClasses.Length != predictedClasses.Length)
        {
            throw new ArgumentException(
                $"There are {trueClasses.Length} true classes and {predictedClasses.Length} predicted ones; "
                + "each sample needs one of both.",
                nameof(predictedClasses));
        }

        long[,] counts = new long[classCount, classCount];
        for (int sample = 0; sample < trueClasses.Length; sample++)
        {
            int row = Checked(trueClasses[sample], sample, classCount, nameof(trueClasses));
            int column = Checked(predictedClasses[sample], sample, classCount, nameof(predictedClasses));
            counts[row, column]++;
        }

        return new ConfusionMatrix(counts);
    }

    /// <summary>The number of samples that belong to a class (a row's sum).</summary>
    /// <param name="trueClass">The class, 0 to C − 1.</param>
    public long Support(int trueClass) => Sum(ClassCount, column => _counts[trueClass, column]);

    /// <summary>The number of samples that were predicted as a class (a column's sum).</summary>
    /// <param name="predictedClass">The class, 0 to C − 1.</param>
    public long Predicted(int predictedClass) => Sum(ClassCount, row => _counts[row, predictedClass]);

    /// <summary>Keeps only some classes: samples of other classes, or predicted as such, are not counted.</summary>
    /// <param name="classes">The classes to keep, in the order wanted.</param>
    /// <returns>The smaller matrix, as scikit-learn's <c>confusion_matrix(…, labels)</c>.</returns>
    /// <exception cref="ArgumentException">There is no class to keep.</exception>
    public ConfusionMatrix Select(IReadOnlyList<int> classes)
    {
        if (classes.Count == 0)
        {
            throw new ArgumentException("At least one class is needed.", nameof(classes));
        }

        long[,] counts = new long[classes.Count, classes.Count];
        for (int row = 0; row < classes.Count; row++)
        {
            for (int column = 0; column < classes.Count; column++)
            {
                counts[row, column] = _counts[classes[row], classes[column]];
            }
        }

        return new ConfusionMatrix(counts);
    }

    private static long Sum(int count, Func<int, long> term)
    {
        long sum = 0;
        for (int index = 0; index < count; index++)
        {
            sum += term(index);
        }

        return sum;
    }

    private static int Checked(int index, int sample, int classCount, string parameter) =>
        (uint)index < (uint)classCount
            ? index
            : throw new ArgumentOutOfRangeException(
                parameter, index, $"Sample {sample} has a class index outside 0 to {classCount - 1}.");
}
