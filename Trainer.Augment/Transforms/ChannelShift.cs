using System.Numerics;
using System.Runtime.InteropServices;
using Trainer.Augment.Kernels;

namespace Trainer.Augment.Transforms;

/// <summary>
/// Adds an intensity to every value and keeps the result within the range the image had: Keras'
/// <c>apply_channel_shift</c>. Despite its name all channels move together.
/// </summary>
public static class ChannelShift
{
    /// <summary>Shifts an image in place.</summary>
    /// <param name="image">The values of the image, in any layout; at least one.</param>
    /// <param name="intensity">What is added, in pixel values.</param>
    public static void Apply(Span<float> image, double intensity)
    {
        var (min, max) = ValueRange.Of(image);
        float shift = (float)intensity;
        var lows = new Vector<float>(min);
        var highs = new Vector<float>(max);
        var shifts = new Vector<float>(shift);
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(image);
        foreach (ref Vector<float> vector in vectors)
        {
            vector = Vector.Min(Vector.Max(vector + shifts, lows), highs);
        }

        foreach (ref float value in image[(vectors.Length * Vector<float>.Count)..])
        {
            value = Math.Min(Math.Max(value + shift, min), max);
        }
    }
}
