using System.Numerics;
using System.Runtime.InteropServices;

namespace Trainer.Augment.Kernels;

/// <summary>The smallest and the largest value of an image.</summary>
internal readonly record struct ValueRange(float Min, float Max)
{
    /// <summary>Finds both in one pass.</summary>
    /// <param name="values">At least one value.</param>
    public static ValueRange Of(ReadOnlySpan<float> values)
    {
        float min = values[0];
        float max = values[0];
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        if (vectors.Length > 0)
        {
            Vector<float> lows = vectors[0];
            Vector<float> highs = vectors[0];
            foreach (Vector<float> vector in vectors)
            {
                lows = Vector.Min(lows, vector);
                highs = Vector.Max(highs, vector);
            }

            for (int lane = 0; lane < Vector<float>.Count; lane++)
            {
                min = Math.Min(min, lows[lane]);
                max = Math.Max(max, highs[lane]);
            }
        }

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return new ValueRange(min, max);
    }
}
