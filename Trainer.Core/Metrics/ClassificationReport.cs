using System.Globalization;
using System.Text;
using Trainer.Core.Text;

namespace Trainer.Core.Metrics;

/// <summary>
/// Precision, recall, F1 and support of each class and on average, as scikit-learn's <c>classification_report</c>.
/// </summary>
/// <remarks>
/// Text and numbers are those of scikit-learn 1.2.1 with <c>zero_division=0</c>, to the last digit: sums are added
/// in numpy's order and digits rounded as Python does.
/// </remarks>
public sealed class ClassificationReport
{
    private const int DefaultDigits = 2;
    private const int ColumnWidth = 9;
    private static readonly string[] Headers = ["precision", "recall", "f1-score", "support"];

    private readonly bool _nothingCorrect;

    /// <summary>Computes the report.</summary>
    /// <param name="matrix">The counted predictions over all C classes.</param>
    /// <param name="names">The names of the reported classes: C, or as many as <paramref name="labels"/>.</param>
    /// <param name="labels">
    /// The class indices to report, in this order; all C by default. Samples predicted as a reported class lower its
    /// precision also when their own class is not reported.
    /// </param>
    /// <exception cref="ArgumentException">The numbers of names and of reported classes differ, or are 0.</exception>
    public ClassificationReport(ConfusionMatrix matrix, IReadOnlyList<string> names, IReadOnlyList<int>? labels = null)
    {
        labels ??= [.. Enumerable.Range(0, matrix.ClassCount)];
        if (names.Count != labels.Count || labels.Count == 0)
        {
            throw new ArgumentException(
                $"There are {names.Count} names for {labels.Count} reported classes; each class needs one name, "
                + "and there must be at least one class.",
                nameof(names));
        }

        Classes = [.. labels.Select((label, index) => ClassScores.FromCounts(
            names[index], matrix[label, label], matrix.Predicted(label), matrix.Support(label)))];
        MicroAverage = ClassScores.FromCounts(
            "micro avg",
            labels.Sum(label => matrix[label, label]),
            labels.Sum(matrix.Predicted),
            labels.Sum(matrix.Support));
        MacroAverage = Average("macro avg", Classes.Count, static _ => 1);
        WeightedAverage = Average("weighted avg", MicroAverage.Support, static scores => scores.Support);

        HashSet<int> present = [.. Enumerable.Range(0, matrix.ClassCount)
            .Where(index => matrix.Support(index) > 0 || matrix.Predicted(index) > 0)];
        CoversPresentClasses = present.SetEquals(labels);
        Accuracy = matrix.Total == 0 ? 0 : (double)matrix.Correct / matrix.Total;
        _nothingCorrect = matrix.Correct == 0;
    }

    /// <summary>The scores of each reported class, in order.</summary>
    public IReadOnlyList<ClassScores> Classes { get; }

    /// <summary>
    /// The share of all counted samples, reported or not, that were predicted as what they are; 0 without samples.
    /// </summary>
    public double Accuracy { get; }

    /// <summary>The scores over the sums of all reported classes' counts.</summary>
    public ClassScores MicroAverage { get; }

    /// <summary>The scores' plain means over the reported classes.</summary>
    public ClassScores MacroAverage { get; }

    /// <summary>The scores' means over the reported classes, weighted by support.</summary>
    public ClassScores WeightedAverage { get; }

    /// <summary>
    /// Whether the reported classes are exactly those that occur among the true and predicted ones. If so the micro
    /// average is the accuracy, and the text says <c>accuracy</c> instead of <c>micro avg</c>.
    /// </summary>
    public bool CoversPresentClasses { get; }

    /// <summary>Writes the report with two digits.</summary>
    public override string ToString() => ToText();

    /// <summary>Writes the report as scikit-learn's text.</summary>
    /// <param name="digits">Digits after the point, 0 or more.</param>
    /// <returns>Lines ending in a line feed, the last one too.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="digits"/> is negative.</exception>
    public string ToText(int digits = DefaultDigits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        int width = Math.Max(
            Classes.Max(scores => CodePoints(scores.Name)), Math.Max(WeightedAverage.Name.Length, digits));
        StringBuilder text = new();
        AppendLine(text, width, string.Empty, Headers);
        text.Append('\n');
        foreach (ClassScores scores in Classes)
        {
            AppendScores(text, width, scores, digits);
        }

        text.Append('\n');
        if (CoversPresentClasses)
        {
            // scikit-learn prints the micro average's F1 here, which may differ from the accuracy in its last bit.
            AppendLine(
                text, width, "accuracy",
                string.Empty, string.Empty, CNumber.Fixed(MicroAverage.F1, digits), SupportText(MicroAverage.Support));
        }
        else
        {
            AppendScores(text, width, MicroAverage, digits);
        }

        AppendScores(text, width, MacroAverage, digits);
        AppendScores(text, width, WeightedAverage, digits);
        return text.ToString();
    }

    private ClassScores Average(string name, long weightSum, Func<ClassScores, long> weight)
    {
        double Mean(Func<ClassScores, double> score) => weightSum == 0
            ? 0
            : PairwiseSum.Of([.. Classes.Select(scores => score(scores) * weight(scores))]) / weightSum;

        return new ClassScores(
            name,
            Mean(scores => scores.Precision),
            Mean(scores => scores.Recall),
            Mean(scores => scores.F1),
            MicroAverage.Support);
    }

    private void AppendScores(StringBuilder text, int width, ClassScores scores, int digits) => AppendLine(
        text, width, scores.Name,
        CNumber.Fixed(scores.Precision, digits),
        CNumber.Fixed(scores.Recall, digits),
        CNumber.Fixed(scores.F1, digits),
        SupportText(scores.Support));

    // Without a single correct prediction scikit-learn's counts become floating-point, and print as such.
    private string SupportText(long support) =>
        support.ToString(CultureInfo.InvariantCulture) + (_nothingCorrect ? ".0" : string.Empty);

    private static void AppendLine(StringBuilder text, int width, string heading, params ReadOnlySpan<string> columns)
    {
        text.Append(' ', width - CodePoints(heading)).Append(heading).Append(' ');
        foreach (string column in columns)
        {
            text.Append(' ').Append(column.PadLeft(ColumnWidth));
        }

        text.Append('\n');
    }

    // Python counts code points; char counts UTF-16 code units.
    private static int CodePoints(string text) => text.EnumerateRunes().Count();
}
