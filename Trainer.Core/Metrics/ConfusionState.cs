using System.Globalization;
using Trainer.Core.Checkpoints;

namespace Trainer.Core.Metrics;

/// <summary>Counts a confusion matrix, and averages a figure of its classes.</summary>
/// <param name="score">
/// A class's figure from its hits, the number of its true samples, and that of its predictions.
/// </param>
/// <param name="averaging">How the classes' figures become one.</param>
internal sealed class ConfusionState(Func<long, long, long, double> score, Averaging averaging) : MetricState
{
    private long[,] _counts = new long[0, 0];

    /// <summary>The counts so far, C×C; null before the first batch.</summary>
    public ConfusionMatrix? Matrix => _counts.Length == 0 ? null : new ConfusionMatrix((long[,])_counts.Clone());

    /// <inheritdoc/>
    public override double Result
    {
        get
        {
            if (Matrix is not { } matrix)
            {
                return double.NaN;
            }

            double sum = 0;
            for (int i = 0; i < matrix.ClassCount; i++)
            {
                long support = matrix.Support(i);
                double value = score(matrix[i, i], support, matrix.Predicted(i));
                sum += averaging == Averaging.Macro ? value / matrix.ClassCount : value * support / matrix.Total;
            }

            return sum;
        }
    }

    /// <inheritdoc/>
    public override void Add(BatchOutputs batch)
    {
        if (_counts.Length == 0)
        {
            _counts = new long[batch.Classes, batch.Classes];
        }

        int[] predicted = batch.Predicted;
        for (int i = 0; i < predicted.Length; i++)
        {
            _counts[batch.Labels[i], predicted[i]]++;
        }
    }

    /// <inheritdoc/>
    public override void SaveState(StateDictionary state) =>
        state.Set("counts", string.Join(' ', _counts.Cast<long>()));

    /// <inheritdoc/>
    public override void LoadState(StateDictionary state)
    {
        string[] counts = state.GetString("counts").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int classes = (int)Math.Sqrt(counts.Length);
        _counts = new long[classes, classes];
        for (int i = 0; i < counts.Length; i++)
        {
            _counts[i / classes, i % classes] = long.Parse(counts[i], CultureInfo.InvariantCulture);
        }
    }
}
