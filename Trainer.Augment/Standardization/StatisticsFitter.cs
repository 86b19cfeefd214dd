namespace Trainer.Augment.Standardization;

/// <summary>Learns what the featurewise options need from a stream of images.</summary>
internal sealed class StatisticsFitter
{
    private readonly ChannelMoments _moments;
    private readonly ZcaFitter? _zca;
    private readonly double _zcaEpsilon;

    /// <summary>
    /// Prepares for images of <paramref name="length"/> values with <paramref name="channels"/> channels.
    /// </summary>
    public StatisticsFitter(ImageDataGeneratorOptions options, int length, int channels)
    {
        _moments = new ChannelMoments(channels);
        _zca = options.ZcaWhitening ? new ZcaFitter(length) : null;
        _zcaEpsilon = options.ZcaEpsilon;
    }

    /// <summary>Takes in one image, rescaled, with its channels side by side.</summary>
    public void Add(ReadOnlySpan<float> image)
    {
        _moments.Add(image);
        _zca?.Add(image);
    }

    /// <summary>What was learnt.</summary>
    public ImageStatistics Result()
    {
        double[] mean = _moments.Mean();
        return new ImageStatistics(
            [.. mean.Select(value => (float)value)],
            [.. _moments.Std().Select(value => (float)value)],
            _zca?.Matrix(mean, _zcaEpsilon));
    }
}
