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
    /// <summary>How many channels there are numbers for; 1 when all channels share them.</summary>
    public int Channels => centers.Length;

    /// <summary>What is subtracted from a channel.</summary>
    public float Center(int channel) => centers[centers.Length == 1 ? 0 : channel];

    /// <summary>What a channel is multiplied with afterwards.</summary>
    public float Scale(int channel) => scales[scales.Length == 1 ? 0 : channel];

    /// <summary>The same as multiplying with <paramref name="factor"/> first: (v·f − c)·s = (v − c/f)·(f·s).</summary>
    public ChannelScaling After(float factor) =>
        new([.. centers.Select(center => center / factor)], [.. scales.Select(scale => scale * factor)]);

    /// <summary>Scales one image in place.</summary>
    public void Run(Span<float> image, ImageShape shape, DataFormat layout)
    {
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            float center = Center(channel);
            float scale = Scale(channel);
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
