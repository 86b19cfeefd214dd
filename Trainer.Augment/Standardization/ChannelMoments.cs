namespace Trainer.Augment.Standardization;

/// <summary>Mean and standard deviation of each channel over a stream of images.</summary>
internal sealed class ChannelMoments(int channels)
{
    private readonly double[] _means = new double[channels];
    private readonly double[] _squares = new double[channels];
    private long _pixels;

    /// <summary>Takes in one image with its channels side by side.</summary>
    /// <remarks>
    /// Each image's own moments are exact to double precision and are merged by the formula of Chan, Golub and LeVeque
    /// (1979), which does not cancel.
    /// </remarks>
    public void Add(ReadOnlySpan<float> image)
    {
        int step = _means.Length;
        int pixels = image.Length / step;
        for (int channel = 0; channel < step; channel++)
        {
            double sum = 0;
            for (int i = channel; i < image.Length; i += step)
            {
                sum += image[i];
            }

            double mean = sum / pixels;
            double squares = 0;
            for (int i = channel; i < image.Length; i += step)
            {
                double difference = image[i] - mean;
                squares += difference * difference;
            }

            double gap = mean - _means[channel];
            double share = (double)pixels / (_pixels + pixels);
            _means[channel] += gap * share;
            _squares[channel] += squares + (gap * gap * _pixels * share);
        }

        _pixels += pixels;
    }

    /// <summary>The mean of each channel.</summary>
    public double[] Mean() => (double[])_means.Clone();

    /// <summary>The standard deviation of each channel, over the population as in NumPy.</summary>
    public double[] Std() => [.. _squares.Select(s => Math.Sqrt(s / _pixels))];
}
