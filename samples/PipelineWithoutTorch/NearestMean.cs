namespace PipelineWithoutTorch;

/// <summary>The simplest classifier there is: remembers the mean image of each class.</summary>
internal sealed class NearestMean(int classes, int length)
{
    private readonly float[][] _means = [.. Enumerable.Range(0, classes).Select(_ => new float[length])];
    private readonly int[] _counts = new int[classes];

    public void Learn(ReadOnlySpan<float> image, long label)
    {
        float[] mean = _means[label];
        int count = ++_counts[label];
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] += (image[i] - mean[i]) / count;
        }
    }

    public int Classify(ReadOnlySpan<float> image)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int label = 0; label < _means.Length; label++)
        {
            double distance = 0;
            for (int i = 0; i < image.Length; i++)
            {
                double difference = image[i] - _means[label][i];
                distance += difference * difference;
            }

            (best, least) = distance < least ? (label, distance) : (best, least);
        }

        return best;
    }
}
