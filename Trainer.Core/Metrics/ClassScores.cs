namespace Trainer.Core.Metrics;

/// <summary>One line of a classification report: a class, or an average over classes.</summary>
/// <param name="Name">The class's name, or <c>micro avg</c>, <c>macro avg</c> or <c>weighted avg</c>.</param>
/// <param name="Precision">The share of samples predicted as this class that belong to it; 0 if none was.</param>
/// <param name="Recall">The share of this class's samples that were predicted as it; 0 if it has none.</param>
/// <param name="F1">The harmonic mean of precision and recall; 0 if both are.</param>
/// <param name="Support">The number of samples that belong to the class, or to all classes of an average.</param>
public sealed record ClassScores(string Name, double Precision, double Recall, double F1, long Support)
{
    internal static ClassScores FromCounts(string name, long correct, long predicted, long support)
    {
        double precision = predicted == 0 ? 0 : (double)correct / predicted;
        double recall = support == 0 ? 0 : (double)correct / support;

        // scikit-learn's order of operations, so that the last bit, and with it a rounded digit, agrees.
        double sum = precision + recall;
        double f1 = sum == 0 ? 0 : 2 * precision * recall / sum;
        return new ClassScores(name, precision, recall, f1, support);
    }
}
