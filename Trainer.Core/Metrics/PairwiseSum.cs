namespace Trainer.Core.Metrics;

/// <summary>Adds numbers in numpy's order, so that means agree with scikit-learn's to the last bit.</summary>
/// <remarks>
/// Source: pairwise summation as in numpy's <c>loops_utils.h.src</c>: blocks of up to 128 numbers in eight
/// accumulators, larger ones halved at a multiple of eight. The rounding error grows with log N instead of N.
/// </remarks>
internal static class PairwiseSum
{
    private const int Accumulators = 8;
    private const int BlockSize = 128;

    /// <summary>Adds the numbers.</summary>
    /// <param name="values">Any number of numbers.</param>
    /// <returns>Their sum; 0 without numbers.</returns>
    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.Length > BlockSize)
        {
            int half = values.Length / 2;
            half -= half % Accumulators;
            return Of(values[..half]) + Of(values[half..]);
        }

        double sum = 0;
        int next = 0;
        if (values.Length >= Accumulators)
        {
            Span<double> r = stackalloc double[Accumulators];
            values[..Accumulators].CopyTo(r);
            for (next = Accumulators; next + Accumulators <= values.Length; next += Accumulators)
            {
                for (int lane = 0; lane < Accumulators; lane++)
                {
                    r[lane] += values[next + lane];
                }
            }

            sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        }

        for (; next < values.Length; next++)
        {
            sum += values[next];
        }

        return sum;
    }
}
