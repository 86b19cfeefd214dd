using System.Globalization;

namespace Trainer.Host.Reports;

/// <summary>
/// How losses are laid out on an axis: evenly, or by their logarithm when they span too much to be read otherwise.
/// </summary>
/// <remarks>
/// The first validation losses of a network with batch normalisation can be a thousand times the later ones; on an
/// even scale they press everything else onto the axis.
/// </remarks>
internal sealed class LossScale
{
    private const double LogFromRatio = 25;
    private const double Margin = 0.05;
    private const double LabelAllUpToDecades = 4;

    private LossScale(bool isLogarithmic, double low, double high)
    {
        IsLogarithmic = isLogarithmic;
        double margin = high > low ? Margin * (high - low) : 1;
        (Low, High) = (low - margin, high + margin);
    }

    /// <summary>Whether positions are decimal logarithms.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>The lowest position shown.</summary>
    public double Low { get; }

    /// <summary>The highest position shown.</summary>
    public double High { get; }

    /// <summary>Chooses a scale.</summary>
    /// <param name="losses">The losses to show; those that are not finite are ignored.</param>
    public static LossScale For(IEnumerable<double> losses)
    {
        double[] finite = [.. losses.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return new LossScale(isLogarithmic: false, 0, 1);
        }

        (double least, double most) = (finite.Min(), finite.Max());
        return least > 0 && most / least >= LogFromRatio
            ? new LossScale(isLogarithmic: true, Math.Log10(least), Math.Log10(most))
            : new LossScale(isLogarithmic: false, Math.Min(0, least), most);
    }

    /// <summary>A loss's position on the axis.</summary>
    /// <param name="loss">The loss; above 0 on a logarithmic scale.</param>
    public double Position(double loss) => IsLogarithmic ? Math.Log10(loss) : loss;

    /// <summary>The marks of a logarithmic scale: 1, 2, …, 9 in each power of ten.</summary>
    /// <returns>Positions and texts; the text is empty where there is no room for one.</returns>
    public IEnumerable<(double Position, string Text)> LogarithmicTicks()
    {
        for (int power = (int)Math.Floor(Low); power <= (int)Math.Ceiling(High); power++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = digit * Math.Pow(10, power);
                double position = Math.Log10(value);
                if (position >= Low && position <= High)
                {
                    bool labelled = digit == 1 || (digit is 2 or 5 && High - Low <= LabelAllUpToDecades);
                    string label =
                        labelled ? value.ToString("0.############", CultureInfo.InvariantCulture) : string.Empty;
                    yield return (position, label);
                }
            }
        }
    }
}
