using Trainer.Core.Text;

namespace Trainer.Core.Data;

/// <summary>Maps labels to class indices and one-hot rows, as scikit-learn's <c>LabelBinarizer</c>.</summary>
/// <remarks>
/// One difference: <see cref="OneHot"/> always gives N×C values. For two classes scikit-learn gives N×1 with
/// the index of the class, and for one class N×1 zeros, neither of which a softmax can be trained on.
/// </remarks>
public sealed class LabelBinarizer
{
    private const int NamesInMessages = 20;

    private readonly string[] _classes;
    private readonly Dictionary<string, int> _indices;

    private LabelBinarizer(string[] classes)
    {
        _classes = classes;
        _indices = new Dictionary<string, int>(classes.Length, StringComparer.Ordinal);
        for (int index = 0; index < classes.Length; index++)
        {
            _indices.Add(classes[index], index);
        }
    }

    /// <summary>The C distinct labels, sorted by Unicode code point; a label's place is its class index.</summary>
    public IReadOnlyList<string> Classes => _classes;

    /// <summary>Collects the distinct labels of a data set.</summary>
    /// <param name="labels">At least one label; repeats are expected.</param>
    /// <returns>The binarizer for these labels.</returns>
    /// <exception cref="ArgumentException">There is no label.</exception>
    public static LabelBinarizer Fit(IEnumerable<string> labels)
    {
        string[] classes = [.. labels.Distinct(StringComparer.Ordinal).Order(CodePointComparer.Instance)];
        return classes.Length > 0
            ? new LabelBinarizer(classes)
            : throw new ArgumentException("There are no labels to fit; at least one is needed.", nameof(labels));
    }

    /// <summary>Finds a label's class index.</summary>
    /// <param name="label">A label that was fitted.</param>
    /// <returns>The index, 0 to C − 1.</returns>
    /// <exception cref="ArgumentException">
    /// The label was not fitted; the message names the classes that were.
    /// </exception>
    public int IndexOf(string label) => TryGetIndex(label, out int index)
        ? index
        : throw new ArgumentException(UnknownLabel(label), nameof(label));

    /// <summary>Finds a label's class index, if it has one.</summary>
    /// <param name="label">Any label.</param>
    /// <param name="index">The index, 0 to C − 1, when found.</param>
    /// <returns>Whether the label was fitted.</returns>
    public bool TryGetIndex(string label, out int index) => _indices.TryGetValue(label, out index);

    /// <summary>Encodes labels as one-hot rows.</summary>
    /// <param name="labels">N labels that were fitted.</param>
    /// <returns>N×C values: 1 in the label's column, 0 elsewhere.</returns>
    /// <exception cref="ArgumentException">A label was not fitted.</exception>
    public float[,] OneHot(IReadOnlyList<string> labels)
    {
        float[,] rows = new float[labels.Count, _classes.Length];
        for (int row = 0; row < labels.Count; row++)
        {
            rows[row, IndexOf(labels[row])] = 1;
        }

        return rows;
    }

    /// <summary>Decodes class indices to labels.</summary>
    /// <param name="indices">N class indices, 0 to C − 1.</param>
    /// <returns>N labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of a class.</exception>
    public string[] InverseTransform(ReadOnlySpan<int> indices)
    {
        string[] labels = new string[indices.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            int index = indices[row];
            if ((uint)index >= (uint)_classes.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), index, $"Row {row} has a class index outside 0 to {_classes.Length - 1}.");
            }

            labels[row] = _classes[index];
        }

        return labels;
    }

    /// <summary>Decodes one-hot rows, or rows of probabilities, to the label of each row's largest value.</summary>
    /// <param name="rows">N×C values.</param>
    /// <returns>N labels; the first of several equal largest values wins.</returns>
    /// <exception cref="ArgumentException">The rows do not have C columns.</exception>
    public string[] InverseTransform(float[,] rows)
    {
        int columns = rows.GetLength(1);
        if (columns != _classes.Length)
        {
            throw new ArgumentException(
                $"Each row has {columns} values; {_classes.Length} are needed, one for each class.", nameof(rows));
        }

        string[] labels = new string[rows.GetLength(0)];
        for (int row = 0; row < labels.Length; row++)
        {
            int best = 0;
            for (int column = 1; column < columns; column++)
            {
                best = rows[row, column] > rows[row, best] ? column : best;
            }

            labels[row] = _classes[best];
        }

        return labels;
    }

    private string UnknownLabel(string label)
    {
        string known = string.Join(", ", _classes.Take(NamesInMessages));
        string more = _classes.Length > NamesInMessages
            ? $" and {_classes.Length - NamesInMessages} more"
            : string.Empty;
        return $"The label '{label}' is not one of the {_classes.Length} "
            + $"classes.{NearestName.Question(label, _classes)} "
            + $"Known are: {known}{more}.";
    }
}
