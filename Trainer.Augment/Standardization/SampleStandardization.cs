namespace Trainer.Augment.Standardization;

/// <summary>Subtracts an image's own mean and, on demand, divides by its own standard deviation.</summary>
internal static class SampleStandardization
{
    /// <summary>What Keras adds to a standard deviation before it divides.</summary>
    public const double StdGuard = 1e-6;

    /// <summary>Standardises one image in place.</summary>
    public static void Run(Span<float> image, bool divide)
    {
        double sum = 0;
        foreach (float value in image)
        {
            sum += value;
        }

        double mean = sum / image.Length;
        double gain = divide ? 1 / (Deviation(image, mean) + StdGuard) : 1;
        foreach (ref float value in image)
        {
            value = (float)((value - mean) * gain);
        }
    }

    private static double Deviation(ReadOnlySpan<float> image, double mean)
    {
        double squares = 0;
        foreach (float value in image)
        {
            double difference = value - mean;
            squares += difference * difference;
        }

        return Math.Sqrt(squares / image.Length);
    }
}
