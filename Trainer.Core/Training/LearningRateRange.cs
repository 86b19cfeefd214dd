namespace Trainer.Core.Training;

/// <summary>What a range test of the learning rate has found.</summary>
/// <param name="Rates">The rate of each step, growing.</param>
/// <param name="Losses">The loss of each step.</param>
/// <param name="Smoothed">Their exponential moving average, corrected for its beginning.</param>
/// <remarks>Source: L. Smith, "Cyclical Learning Rates for Training Neural Networks", 2015.</remarks>
public sealed record LearningRateRange(
    IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, IReadOnlyList<double> Smoothed)
{
    /// <summary>The rate with the smallest smoothed loss; where the loss begins to explode is not far beyond.</summary>
    public double AtMinimum => Rates[IndexOfMinimum];

    /// <summary>A tenth of <see cref="AtMinimum"/>: a rate that trains fast and is far enough from exploding.</summary>
    public double Suggestion => AtMinimum / 10;

    /// <summary>
    /// The rate at which the smoothed loss falls most steeply over the logarithm of the rate, up to its minimum. The
    /// first tenth of the steps is left out: there the average is over too few of them.
    /// </summary>
    public double Steepest
    {
        get
        {
            int best = IndexOfMinimum;
            double steepest = double.PositiveInfinity;
            for (int i = Math.Max(1, Rates.Count / 10); i < IndexOfMinimum; i++)
            {
                double slope = (Smoothed[i + 1] - Smoothed[i - 1]) / Math.Log(Rates[i + 1] / Rates[i - 1]);
                if (slope < steepest)
                {
                    (best, steepest) = (i, slope);
                }
            }

            return Rates[best];
        }
    }

    private int IndexOfMinimum => Enumerable.Range(0, Smoothed.Count).MinBy(i => Smoothed[i]);
}
