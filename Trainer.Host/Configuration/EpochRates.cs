using System.Globalization;

namespace Trainer.Host.Configuration;

/// <summary>Learning rates from epochs on, written as <c>0:0.1,30:0.01</c>.</summary>
internal static class EpochRates
{
    /// <summary>Reads the text.</summary>
    /// <returns>Epochs, from 0 and ascending, and their rates; null when the text is not of that form.</returns>
    public static IReadOnlyList<(int Epoch, double Rate)>? TryParse(string text)
    {
        var rates = new List<(int Epoch, double Rate)>();
        foreach (string part in text.Split(','))
        {
            string[] pair = part.Split(':');
            if (pair.Length != 2
                || !int.TryParse(pair[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
                || !double.TryParse(pair[1].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate)
                || rate is not (> 0 and < double.PositiveInfinity)
                || epoch <= (rates.Count > 0 ? rates[^1].Epoch : -1))
            {
                return null;
            }

            rates.Add((epoch, rate));
        }

        return rates;
    }

    /// <summary>
    /// The rate of an epoch: that of the last entry up to it, or the present one before the first entry.
    /// </summary>
    public static double At(IReadOnlyList<(int Epoch, double Rate)> rates, int epoch, double present) =>
        rates.LastOrDefault(entry => entry.Epoch <= epoch, (Epoch: epoch, Rate: present)).Rate;
}
