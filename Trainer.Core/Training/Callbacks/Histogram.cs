using Tensorboard;

namespace Trainer.Core.Training.Callbacks;

/// <summary>TensorBoard's histograms.</summary>
internal static class Histogram
{
    private const int Buckets = 30;

    /// <summary>Counts values in thirty buckets of the same width.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    public static HistogramProto Of(ReadOnlySpan<float> values)
    {
        var histogram = new HistogramProto { Min = double.PositiveInfinity, Max = double.NegativeInfinity };
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                histogram.Min = Math.Min(histogram.Min, value);
                histogram.Max = Math.Max(histogram.Max, value);
                histogram.Num++;
                histogram.Sum += value;
                histogram.SumSquares += (double)value * value;
            }
        }

        if (histogram.Num == 0)
        {
            return new HistogramProto();
        }

        double[] counts = new double[Buckets];
        double width = histogram.Max > histogram.Min ? (histogram.Max - histogram.Min) / Buckets : 1;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                counts[Math.Min((int)((value - histogram.Min) / width), Buckets - 1)]++;
            }
        }

        for (int i = 0; i < Buckets; i++)
        {
            histogram.BucketLimit.Add(histogram.Min + ((i + 1) * width));
            histogram.Bucket.Add(counts[i]);
        }

        return histogram;
    }
}
