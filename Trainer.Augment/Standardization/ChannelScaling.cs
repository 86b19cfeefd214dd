using System.Numerics;
using System.Runtime.InteropServices;
using Trainer.Augment.Images;

namespace Trainer.Augment.Standardization;

/// <summary>
/// value ← (value − center) × scale, with numbers of each channel's own. Rescaling and the statistics of the data set
/// together are one such step.
/// </summary>
/// <remarks>
/// It subtracts first, although value × scale + offset would be one operation: a channel that never changes has a
/// scale of a million, which would magnify the rounding of the offset.
/// </remarks>
internal sealed class ChannelScaling(float[] centers, float[] scales)
{
    /// <summary>What is subtracted from each channel.</summary>
    public ReadOnlySpan<float> Centers => centers;

    /// <summary>What each channel is multiplied with afterwards.</summary>
    public ReadOnlySpan<float> Scales => scales;

    /// <summary>Scales one image in place.</summary>
    public void Run(Span<float> image, ImageShape shape, DataFormat layout)
    {
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            float center = centers[channel];
            float scale = scales[channel];
            if (layout == DataFormat.ChannelsFirst)
            {
                Run(image.Slice(channel * shape.Pixels, shape.Pixels), center, scale);
                continue;
            }

            for (int i = channel; i < image.Length; i += shape.Channels)
            {
                image[i] = (image[i] - center) * scale;
            }
        }
    }

    /// <summary>Scales values of one channel in place.</summary>
    public static void Run(Span<float> values, float center, float scale)
    {
        var centers = new Vector<float>(center);
        var scales = new Vector<float>(scale);
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> vector in vectors)
        {
            vector = (vector - centers) * scales;
        }

        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            value = (value - center) * scale;
        }
    }
}
